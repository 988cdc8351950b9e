import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Content that never changes under its hash. */
export interface HashedFile {
  readonly path: string
  readonly hash: string
}

/** Sends a file, or the range of bytes asked for, so that a download can be taken up where it broke off. */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, { path, hash }: HashedFile): Promise<void> {
  const { size } = await stat(path)
  const range = readRange(request.headers.range, size)
  if (range === 'unsatisfiable') {
    void reply.code(416).header('content-range', `bytes */${size}`).send({ code: 'bad-request', detail: 'Range' })
    return
  }
  const { from, to } = range ?? { from: 0, to: size - 1 }
  void reply.type('application/octet-stream').header('accept-ranges', 'bytes')
  void reply.header('etag', `"${hash}"`).header('content-length', to - from + 1)
  if (range !== undefined) void reply.code(206).header('content-range', `bytes ${from}-${to}/${size}`)
  if (request.method === 'HEAD' || size === 0) void reply.send()
  else void reply.send(createReadStream(path, { start: from, end: to }))
}

/** One range of bytes; several at once are answered with the whole, which HTTP allows. */
function readRange(header: string | undefined, size: number): { from: number; to: number } | undefined | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return undefined
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from > to || from >= size ? 'unsatisfiable' : { from, to }
}
