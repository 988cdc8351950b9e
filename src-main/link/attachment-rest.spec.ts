import { describe, expect, it } from 'vitest'
import { sha256 } from '#tests/builders/a-picture.ts'
import { aSender, aStagedFile, tusAnswer } from '#tests/builders/a-sender.ts'
import type { Asked } from '#tests/builders/a-sender.ts'

/** What the platform says to a piece instead of taking it. */
interface Refused {
  readonly status: number
  readonly code: string
  readonly headers?: Record<string, string>
}

const PIECE = 10_000

/**
 * A seat whose clock stands unless it waits, and a platform that takes half of every piece (so a file has many) or refuses it.
 * `refuse` is asked with the file's name and how many of its pieces came before.
 */
function aSeat(names: readonly string[], refuse: (name: string, piece: number) => Refused | null) {
  const time = { nowMs: 0 }
  const arriving = names.map((name) => {
    const hash = sha256(Buffer.from(name))
    return { name, hash, size: 3 * PIECE, path: `/v1/attachments/${name}`, offset: 0, pieces: 0, wholeAtMs: Infinity }
  })
  const asked: { readonly atMs: number; readonly method: string }[] = []
  const whose = ({ url, metadata }: Asked) =>
    arriving.find(({ path, hash, name }) => url.endsWith(path) || url.endsWith(hash) || metadata.includes(base64(name)))
  const { until, file } = aSender({
    time,
    files: arriving.map(({ hash, size, name }, n) => aStagedFile(hash, size, name, n + 1)),
    answer: (request) => {
      const { method, url, bytes } = request
      asked.push({ atMs: time.nowMs, method })
      const one = whose(request)
      // Asked of the server, and of no file.
      if (one === undefined) return [404, {}]
      if (method === 'PATCH') {
        const refused = refuse(one.name, one.pieces)
        one.pieces += 1
        if (refused !== null) return [refused.status, refused.headers ?? {}, { code: refused.code, detail: null }]
        one.offset = Math.min(one.size, one.offset + Math.min(bytes, PIECE))
        if (one.offset === one.size) one.wholeAtMs = Math.min(one.wholeAtMs, time.nowMs)
      }
      return tusAnswer(method, url, one)
    },
  })
  /** When the platform had all of it: the clock runs on while a test waits. */
  const wholeAt = (name: string): number => arriving.find((one) => one.name === name)?.wholeAtMs ?? Infinity
  return { asked, until, wholeAt, now: () => time.nowMs, file: (name: string) => file(sha256(Buffer.from(name))) }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
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
    const { until, wholeAt, file } = aSeat(['a', 'b'], (name) => (name === 'a' ? conflict : null))

    await until(() => file('b')?.state === 'confirmed')

    expect(wholeAt('b')).toBeLessThan(2 * minute)
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
