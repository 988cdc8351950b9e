import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { securityHeaders } from '#shared/kernel/web-headers.ts'

export const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
}

/** The file a path names inside `root`, or null when it leads anywhere else. */
export function fileWithin(root: string, url: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname)
  } catch {
    // An address that cannot be decoded names no file of ours.
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(root, path))
  return file.startsWith(root + sep) ? file : null
}

export async function serveFile(request: IncomingMessage, response: ServerResponse, root: string): Promise<void> {
  const file = fileWithin(root, request.url ?? '/')
  const mime = file === null ? undefined : mimeTypes[extname(file)]
  const info = file === null || mime === undefined ? null : await stat(file).catch(() => null)
  if (file === null || mime === undefined || info?.isFile() !== true) {
    response.writeHead(404, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' }).end('not found')
    return
  }
  // Hashed assets never change; pages always may.
  const cache = file.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-store'
  response.writeHead(200, { ...securityHeaders, 'content-type': mime, 'content-length': info.size, 'cache-control': cache })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file), response).catch(() => response.destroy())
}
