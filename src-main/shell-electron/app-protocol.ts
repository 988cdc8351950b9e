import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { Protocol } from 'electron'
import { fileWithin, mimeTypes } from '#main/doors/static-files.ts'
import { securityHeaders } from '#shared/kernel/web-headers.ts'
import { SCHEME, isHallAddress } from './hall-address.ts'

/**
 * Before `ready`. `standard` gives the windows an origin of their own, `secure` what only a secure context has (subtle
 * crypto, workers), `supportFetchAPI` lets them read their own files. Not asked for: bypassCSP, service workers, streaming
 * media, and corsEnabled, since nothing of another origin may be loaded or may load us.
 */
export function registerHallScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' } })

/** Serves the built windows under `app://hall/`, with the checks and headers of the browser shell's server. */
export function hallFiles(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isHallAddress(request.url)) return plain(403, 'forbidden')
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'method not allowed')
    const file = fileWithin(root, URL.parse(request.url)?.pathname ?? '/')
    const mime = file === null ? undefined : mimeTypes[extname(file)]
    if (file === null || mime === undefined) return plain(404, 'not found')
    const size = await fileSize(file)
    if (size === null) return plain(404, 'not found')
    // Hashed assets never change; pages always may.
    const cache = file.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-store'
    const headers = { ...securityHeaders, 'content-type': mime, 'content-length': String(size), 'cache-control': cache }
    if (request.method === 'HEAD') return new Response(null, { headers })
    // Node's web streams and the DOM's are the same thing under two names.
    return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, { headers })
  }
}

/** Bytes of a plain file; null when there is none of that name. */
async function fileSize(file: string): Promise<number | null> {
  try {
    const info = await stat(file)
    return info.isFile() ? info.size : null
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

export function serveHall(protocol: Pick<Protocol, 'handle'>, root: string): void {
  protocol.handle(SCHEME, hallFiles(root))
}
