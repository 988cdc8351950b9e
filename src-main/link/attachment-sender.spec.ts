import { AxiosHeaders } from 'axios'
import type { AxiosAdapter } from 'axios'
import { describe, expect, it, vi } from 'vitest'
import type { StoredAttachment } from '../db/ledger-api.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { SOON } from '#tests/builders/patience.ts'
import { AttachmentClient } from './attachment-client.ts'
import { AttachmentSender } from './attachment-sender.ts'

interface Piece {
  readonly atMs: number
  readonly bytes: number
  /** How long it held the line. */
  readonly tookMs: number
}

/** A platform at the end of a line of so many bytes a second and so much delay, on a clock of its own. */
function aSlowLine(
  bytesPerSecond: number,
  delayMs: number,
  file: Buffer,
  commandsWait: (nowMs: number) => boolean = () => false,
) {
  const hash = sha256(file)
  const pieces: Piece[] = []
  let [nowMs, received] = [0, 0]
  let stored: StoredAttachment = {
    ...{
      hash,
      size: file.length,
      mime: 'image/png',
      stagedAt: 0,
      state: 'staged',
      upload: null,
      sent: 0,
      attempts: 0,
      error: null,
    },
    uses: [{ caseId: caseId(1), name: '井盖.png', use: 'report', stagedAt: 0, commandId: cmdId(1) }],
  }
  const answer = (method: string, path: string, bytes: number): [number, Record<string, string>] => {
    if (method === 'OPTIONS') return [404, {}]
    if (method === 'POST') return [201, { location: '/v1/attachments/1' }]
    if (path.includes('by-hash')) {
      return received === file.length ? [200, { 'etag': `"${hash}"`, 'content-length': String(file.length) }] : [404, {}]
    }
    received += bytes
    return [method === 'HEAD' ? 200 : 204, { 'upload-offset': String(received) }]
  }
  const adapter: AxiosAdapter = (config) => {
    const method = (config.method ?? '').toUpperCase()
    const bytes = Buffer.isBuffer(config.data) ? config.data.length : 0
    const tookMs = (bytes * 1_000) / bytesPerSecond
    if (method === 'PATCH') pieces.push({ atMs: nowMs, bytes, tookMs })
    nowMs += delayMs + tookMs
    const [status, headers] = answer(method, config.url ?? '', bytes)
    return Promise.resolve({ data: '', status, statusText: '', headers: new AxiosHeaders(headers), config })
  }
  const sender = new AttachmentSender({
    client: new AttachmentClient('http://127.0.0.1:9', 'token', { adapter }),
    ledger: {
      sendableAttachments: () => Promise.resolve(stored.state === 'confirmed' ? [] : [stored]),
      noteAttachment: (_hash, note) => {
        stored = { ...stored, ...note }
        return Promise.resolve()
      },
    },
    bytes: {
      read: (_hash, from, length) => Promise.resolve(ok(file.subarray(from, from + length))),
      isSound: () => Promise.resolve(true),
    },
    clock: { now: () => nowMs, monotonicMs: () => nowMs },
    timers: {
      after: (ms, task) => {
        nowMs += ms
        setImmediate(task)
        return () => undefined
      },
      every: () => () => undefined,
    },
    random: systemRandom,
    isOffline: () => false,
    commandsWait: () => commandsWait(nowMs),
    onChanged: () => undefined,
    onConfirmed: () => undefined,
    onFailure: (_where, error) => {
      throw error
    },
  })
  const arrives = async (): Promise<void> => {
    sender.wake()
    await vi.waitFor(() => expect(stored.state).toBe('confirmed'), SOON)
    await sender.stop()
  }
  return { pieces, arrives }
}

describe('a file on a line that cases need too', () => {
  it.each([
    [8_000, 0],
    [8_000, 5_000],
    [100_000, 300],
    [10_000_000, 5],
  ])('holds %i bytes a second with %i ms delay for about a second at most', async (bytesPerSecond, delayMs) => {
    const { pieces, arrives } = aSlowLine(bytesPerSecond, delayMs, aPicture(500, 500))

    await arrives()

    const [first, ...later] = pieces
    // The first piece is a guess, and a small one: 16 KiB.
    expect(first?.bytes).toBeLessThanOrEqual(16 * 1024)
    for (const { tookMs } of later) expect(tookMs).toBeLessThanOrEqual(1_100)
  })

  it('uses a fast line in few pieces of 2 MiB at most', async () => {
    const { pieces, arrives } = aSlowLine(100_000_000, 1, aPicture(2_000, 2_000))

    await arrives()

    expect(Math.max(...pieces.map(({ bytes }) => bytes))).toBe(2 * 1024 * 1024)
    expect(pieces.length).toBeLessThan(14)
  })

  it('waits while commands wait', async () => {
    const { pieces, arrives } = aSlowLine(1_000_000, 1, aPicture(), (nowMs) => nowMs < 1_000)

    await arrives()

    expect(pieces[0]?.atMs).toBeGreaterThanOrEqual(1_000)
  })

  it('is not stopped for ever by commands that the platform does not take', async () => {
    const { pieces, arrives } = aSlowLine(1_000_000, 1, aPicture(), () => true)

    await arrives()

    expect(pieces.length).toBeGreaterThan(0)
  })
})
