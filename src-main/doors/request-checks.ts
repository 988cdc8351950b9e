import type { IncomingMessage } from 'node:http'

export interface RequestRefusal {
  readonly status: number
  readonly why: string
}

const refusal = (status: number, why: string): RequestRefusal => ({ status, why })

/**
 * Host and Origin are compared exactly, never by prefix or suffix: a DNS-rebinding page sends its own Host, a cross-site page
 * its own Origin. `entry` is the one request that may come from a file (Origin "null"): it carries a single-use ticket in its
 * body.
 */
export function checkRequest(request: IncomingMessage, origin: string, use: 'read' | 'entry' | 'upgrade'): RequestRefusal | null {
  const host = new URL(origin).host
  // Node keeps the first of several Host lines; more than one is nobody's browser.
  if (request.headersDistinct['host']?.length !== 1 || request.headers.host !== host) return refusal(421, 'wrong host')
  const from = request.headers.origin
  if (use === 'upgrade') return from === origin ? null : refusal(403, 'wrong origin')
  if (use === 'entry') {
    if (request.url !== '/enter') return refusal(404, 'not found')
    return from === undefined || from === 'null' || from === origin ? null : refusal(403, 'wrong origin')
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'method not allowed')
  if (from !== undefined && from !== origin) return refusal(403, 'wrong origin')
  // A browser says where a read comes from; only our own pages and a person's navigation are wanted.
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && request.headers['sec-fetch-mode'] !== 'navigate')
    return refusal(403, 'cross site')
  return null
}
