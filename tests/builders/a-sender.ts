import { AxiosHeaders } from 'axios'
import { expect, vi } from 'vitest'
import type { StoredAttachment } from '#main/db/ledger-api.ts'
import { AttachmentClient } from '#main/link/attachment-client.ts'
import { AttachmentSender } from '#main/link/attachment-sender.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import { caseId, cmdId } from './ids.ts'
import { SOON } from './patience.ts'

/** A file that lies at a seat and has not been sent, of case `n`. */
export function aStagedFile(hash: string, size: number, name: string, n = 1): StoredAttachment {
  return {
    ...{ hash, size, mime: 'image/png', stagedAt: n, state: 'staged', upload: null, sent: 0, attempts: 0, error: null },
    uses: [{ caseId: caseId(n), name, use: 'report', stagedAt: n, commandId: cmdId(n) }],
  }
}

/** A file at the platform, as far as it has come. */
export interface Arriving {
  readonly hash: string
  readonly size: number
  /** Of its upload. */
  readonly path: string
  readonly offset: number
}

export type Answer = readonly [status: number, headers: Record<string, string>, data?: unknown]

/** What the platform says of a file by tus 1.0; a piece counts before it is asked. */
export function tusAnswer(method: string, url: string, { hash, size, path, offset }: Arriving): Answer {
  if (method === 'OPTIONS') return [404, {}]
  if (method === 'POST') return [201, { location: path }]
  if (url.includes('by-hash')) return offset === size ? [200, { 'etag': `"${hash}"`, 'content-length': String(size) }] : [404, {}]
  return [method === 'HEAD' ? 200 : 204, { 'upload-offset': String(offset) }]
}

export interface Asked {
  readonly method: string
  readonly url: string
  /** Of an upload that is announced. */
  readonly metadata: string
  /** Of a piece. */
  readonly bytes: number
}

interface SenderParts {
  /** Stands unless the sender waits or `answer` sets it on. */
  readonly time: { nowMs: number }
  readonly files: readonly StoredAttachment[]
  readonly answer: (asked: Asked) => Answer
  readonly read?: (from: number, length: number) => Buffer
  readonly commandsWait?: () => boolean
}

/** The product's sender over the files of a seat, and a platform at the end of its line that answers as it is told. */
export function aSender({ time, files, answer, read = (_, length) => Buffer.alloc(length), commandsWait }: SenderParts) {
  const stored = new Map(files.map((file) => [file.hash, file]))
  const sender = new AttachmentSender({
    client: new AttachmentClient('http://127.0.0.1:9', 'token', {
      adapter: (config) => {
        const bytes = Buffer.isBuffer(config.data) ? config.data.length : 0
        const metadata = String(config.headers.get('upload-metadata') ?? '')
        const asked = { method: (config.method ?? '').toUpperCase(), url: config.url ?? '', metadata, bytes }
        const [status, headers, data = ''] = answer(asked)
        return Promise.resolve({ data, status, statusText: '', headers: new AxiosHeaders(headers), config })
      },
    }),
    ledger: {
      sendableAttachments: () => Promise.resolve([...stored.values()].filter(({ state }) => state === 'staged' || state === 'sending')),
      noteAttachment: (hash, note) => {
        const file = stored.get(hash)
        if (file !== undefined) stored.set(hash, { ...file, ...note })
        return Promise.resolve()
      },
    },
    bytes: { read: (_hash, from, length) => Promise.resolve(ok(read(from, length))), isSound: () => Promise.resolve(true) },
    clock: { now: () => time.nowMs, monotonicMs: () => time.nowMs },
    timers: {
      after: (ms, task) => {
        time.nowMs += ms
        setImmediate(task)
        return () => undefined
      },
      every: () => () => undefined,
    },
    ...{ random: systemRandom, isOffline: () => false, commandsWait: commandsWait ?? (() => false) },
    ...{ onChanged: () => undefined, onConfirmed: () => undefined },
    onFailure: (_where, error) => {
      throw error
    },
  })
  const until = async (isOver: () => boolean): Promise<void> => {
    sender.wake()
    await vi.waitFor(() => expect(isOver()).toBe(true), SOON)
    await sender.stop()
  }
  return { until, file: (hash: string) => stored.get(hash) }
}
