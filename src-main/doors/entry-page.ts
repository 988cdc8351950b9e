import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from '#shared/kernel/web-headers.ts'
import type { Tickets } from './tickets.ts'

const MAX_FORM_BYTES = 4_096

/** Pages a ticket may lead to. */
export const entryPages = ['seat', 'wall'] as const

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > MAX_FORM_BYTES) return null
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

/**
 * POST /enter: changes a ticket for a pass. The reply is a page that puts the pass into sessionStorage and goes on to the
 * window; the pass never stands in an address, a cookie or a command line.
 */
export async function serveEntry(request: IncomingMessage, response: ServerResponse, tickets: Tickets): Promise<void> {
  const form = await readForm(request)
  const redeemed = form === null ? null : tickets.redeem(form.get('ticket') ?? '')
  if (redeemed?.ok !== true || !entryPages.some((page) => page === redeemed.value.entry)) {
    response.writeHead(403, { ...securityHeaders, 'content-type': 'text/html; charset=utf-8' })
    response.end(
      '<!doctype html><meta charset="utf-8"><title>万米值守席</title><p>入口已用过或已过期，请从程序重新打开窗口。<br>This entry has been used or has run out. Open the window from the program again.</p>',
    )
    return
  }
  // Both values are our own MACed words (letters, digits, dot, dash, underscore): nothing to escape.
  const { pass, entry } = redeemed.value
  response.writeHead(200, { ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>万米值守席</title>' +
      `<meta name="wanmi-pass" content="${pass}"><meta name="wanmi-entry" content="/${entry}.html"><script src="/enter.js"></script></head><body></body></html>`,
  )
}
