// The page for departments that have no system of their own, as built for the windows: served from here because a department sits
// outside the hall and reaches nothing else of it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { DEPARTMENT_PATH } from '#shared/platform-api/system.ts'
import { securityHeaders } from '#shared/kernel/web-headers.ts'
import { sendRefusal } from './refusals.ts'

const PAGE = 'department.html'
/** Files of the build lie flat, with a hash in their names; nothing else is served. */
const ASSET = /^[\w-]+(?:\.[\w-]+)*\.(?:js|mjs|css|woff2|svg|png)$/
const YEAR_MS = 365 * 24 * 3_600_000

/** Serves the page out of `pagesDir`; without one, or when it was never built, the address says so. True when it is there. */
export async function serveDepartmentPage(app: FastifyInstance, pagesDir: string | null): Promise<boolean> {
  const isThere = pagesDir !== null && existsSync(join(pagesDir, PAGE))
  if (isThere) await app.register(fastifyStatic, { root: pagesDir, serve: false, dotfiles: 'deny' })

  app.get(DEPARTMENT_PATH.slice(0, -1), (_request, reply) => reply.redirect(DEPARTMENT_PATH, 308))
  app.get(DEPARTMENT_PATH, (_request, reply) => {
    void reply.headers(securityHeaders)
    return isThere ? reply.sendFile(PAGE, { cacheControl: false }) : sayAbsent(reply)
  })
  app.get<{ Params: { file: string } }>(`${DEPARTMENT_PATH}assets/:file`, (request, reply) => {
    const { file } = request.params
    if (!isThere || !ASSET.test(file)) return sendRefusal(reply, { code: 'not-found', detail: file.slice(0, 120) })
    void reply.headers(securityHeaders).removeHeader('cache-control')
    return reply.sendFile(join('assets', file), { maxAge: YEAR_MS, immutable: true })
  })
  return isThere
}

function sayAbsent(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .type('text/html; charset=utf-8')
    .send(
      '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>万米值守席</title>' +
        '<p>部门页面没有随平台安装，请管理员重新安装或先构建。<br>The department page is not installed with this platform: install it again or build it first.</p></html>',
    )
}
