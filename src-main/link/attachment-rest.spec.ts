import { AxiosHeaders } from 'axios'
import type { AxiosAdapter } from 'axios'
import { describe, expect, it, vi } from 'vitest'
import type { StoredAttachment } from '../db/ledger-api.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import { sha256 } from '#tests/builders/a-picture.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { SOON } from '#tests/builders/patience.ts'
import { AttachmentClient } from './attachment-client.ts'
import { AttachmentSender } from './attachment-sender.ts'

interface Asked {
  readonly atMs: number
  readonly name: string
  readonly method: string
}

/** What the platform says to a piece instead of taking it. */
interface Refused {
  readonly status: number
  readonly code: string
  readonly headers?: Record<string, string>
}

const PIECE = 10_000
const fileOf = (name: string, n: number): StoredAttachment => ({
  ...{ hash: sha256(Buffer.from(name)), size: 3 * PIECE, mime: 'image/png', stagedAt: n, state: 'staged', upload: null },
  ...{ sent: 0, attempts: 0, error: null },
  uses: [{ caseId: caseId(n), name, use: 'report', stagedAt: n, commandId: cmdId(n) }],
})

/**
 * A seat whose clock stands unless it waits, and a platform that takes half of every piece (so a file has many) or refuses it.
 * `refuse` is asked with the file's name and how many of its pieces came before.
 */
function aSeat(names: readonly string[], refuse: (name: string, piece: number) => Refused | null) {
  let nowMs = 0
  const files = new Map(names.map((name, n) => [name, fileOf(name, n + 1)]))
  const offsets = new Map(names.map((name) => [name, 0]))
  const pieces = new Map(names.map((name) => [name, 0]))
  const asked: Asked[] = []
  const hashes = new Map([...files].map(([name, { hash }]) => [hash, name]))
  const nameIn = (url: string, metadata: string): string =>
    names.find((name) => url.endsWith(`/${name}`) || metadata.includes(Buffer.from(name).toString('base64'))) ??
    hashes.get(url.split('/').at(-1) ?? '') ??
    ''
  const answer = (method: string, url: string, name: string, bytes: number): [number, Record<string, string>, unknown?] => {
    const [offset, size] = [offsets.get(name) ?? 0, files.get(name)?.size ?? 0]
    if (method === 'OPTIONS') return [404, {}]
    if (method === 'POST') return [201, { location: `/v1/attachments/${name}` }]
    if (url.includes('by-hash')) {
      const { hash = '' } = files.get(name) ?? {}
      return offset === size ? [200, { 'etag': `"${hash}"`, 'content-length': String(size) }] : [404, {}]
    }
    if (method === 'PATCH') {
      const refused = refuse(name, pieces.get(name) ?? 0)
      pieces.set(name, (pieces.get(name) ?? 0) + 1)
      if (refused !== null) return [refused.status, refused.headers ?? {}, { code: refused.code, detail: null }]
      offsets.set(name, Math.min(size, offset + Math.min(bytes, PIECE)))
    }
    return [method === 'HEAD' ? 200 : 204, { 'upload-offset': String(offsets.get(name)) }]
  }
  const adapter: AxiosAdapter = (config) => {
    const [method, url] = [(config.method ?? '').toUpperCase(), config.url ?? '']
    const name = nameIn(url, String(config.headers.get('upload-metadata') ?? ''))
    asked.push({ atMs: nowMs, name, method })
    const [status, headers, data = ''] = answer(method, url, name, Buffer.isBuffer(config.data) ? config.data.length : 0)
    return Promise.resolve({ data, status, statusText: '', headers: new AxiosHeaders(headers), config })
  }
  const stored = (hash: string): StoredAttachment | undefined => files.get(hashes.get(hash) ?? '')
  const sender = new AttachmentSender({
    client: new AttachmentClient('http://127.0.0.1:9', 'token', { adapter }),
    ledger: {
      sendableAttachments: () => Promise.resolve([...files.values()].filter(({ state }) => state === 'staged' || state === 'sending')),
      noteAttachment: (hash, note) => {
        const file = stored(hash)
        if (file !== undefined) files.set(hashes.get(hash) ?? '', { ...file, ...note })
        return Promise.resolve()
      },
    },
    bytes: { read: (_hash, _from, length) => Promise.resolve(ok(Buffer.alloc(length))), isSound: () => Promise.resolve(true) },
    clock: { now: () => nowMs, monotonicMs: () => nowMs },
    timers: {
      after: (ms, task) => {
        nowMs += ms
        setImmediate(task)
        return () => undefined
      },
      every: () => () => undefined,
    },
    ...{ random: systemRandom, isOffline: () => false, commandsWait: () => false },
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
  return { asked, until, now: () => nowMs, file: (name: string) => files.get(name) }
}

const minute = 60_000
const conflict: Refused = { status: 409, code: 'platform-busy' }
const damaged: Refused = { status: 460, code: 'piece-damaged' }

describe('a file whose pieces are refused again and again', () => {
  it.each([conflict, damaged])('is asked after ever less often, without a storm: $status', async (refused) => {
    const { asked, until, now, file } = aSeat(['a'], () => refused)

    await until(() => now() > 5 * minute)

    // Six requests a turn, turns 0.25 to 5 s apart: 12 rounds without a pause would be 25 at the same moment.
    const atOnce = Map.groupBy(asked, ({ atMs }) => atMs)
    expect(Math.max(...[...atOnce.values()].map((turn) => turn.length))).toBeLessThanOrEqual(8)
    const turns = [...atOnce.keys()]
    const waits = turns.slice(1).map((atMs, i) => atMs - (turns[i] ?? 0))
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(250)
    expect(Math.min(...waits.slice(6))).toBeGreaterThanOrEqual(2_500)
    // Some chance in each wait: forty seats do not come back in one breath.
    expect(new Set(waits.map(Math.round)).size).toBeGreaterThan(5)
    expect(file('a')).toMatchObject({ error: refused.code })
  })

  it('does not keep the others from being sent', async () => {
    const { until, now, file } = aSeat(['a', 'b'], (name) => (name === 'a' ? conflict : null))

    await until(() => file('b')?.state === 'confirmed')

    expect(now()).toBeLessThan(2 * minute)
    expect(file('a')?.state).not.toBe('confirmed')
  })

  it('arrives when only every other piece is refused, and without a rest', async () => {
    const { until, now, file } = aSeat(['a'], (_, piece) => (piece % 2 === 0 ? damaged : null))

    await until(() => file('a')?.state === 'confirmed')

    expect(now()).toBe(0)
  })

  it('ends as a question for a person where the whole is always said to be another', async () => {
    const { until, file } = aSeat(['a'], () => ({ status: 460, code: 'hash-mismatch' }))

    await until(() => file('a')?.state === 'failed')

    expect(file('a')?.error).toBe('hash-mismatch')
  })

  it('is left alone as long as a 409 asks for', async () => {
    const { asked, until, now } = aSeat(['a'], () => ({ ...conflict, headers: { 'retry-after': '30' } }))

    await until(() => now() > minute)

    const pieces = asked.filter(({ method }) => method === 'PATCH').map(({ atMs }) => atMs)
    for (const [i, atMs] of pieces.slice(1).entries()) expect(atMs - (pieces[i] ?? 0)).toBeGreaterThanOrEqual(30_000)
  })
})
