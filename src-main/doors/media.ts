import type { IncomingMessage, ServerResponse } from 'node:http'
import { MEDIA_PATH } from '#shared/contracts/attachments.contract.ts'
import { securityHeaders } from '#shared/kernel/web-headers.ts'

export interface MediaReply {
  readonly status: 200 | 206 | 404 | 416 | 503
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Answers a player's request for a part of what was opened under this word. */
export type MediaSource = (word: string, range: string | undefined) => Promise<MediaReply>

/** A player of ours reads a part of a clip; what is opened as a page by hand is an empty one that may do nothing. */
export async function serveMedia(request: IncomingMessage, response: ServerResponse, source: MediaSource): Promise<void> {
  const { status, headers, body } = await source((request.url ?? '').slice(MEDIA_PATH.length), request.headers.range)
  const policy = { 'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'", 'cache-control': 'no-store' }
  response.writeHead(status, { ...securityHeaders, ...policy, ...headers, 'content-length': String(body.byteLength) })
  response.end(request.method === 'HEAD' ? undefined : body)
}
