import { describe, expect, it } from 'vitest'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { aSender, aStagedFile, tusAnswer } from '#tests/builders/a-sender.ts'

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
  content: Buffer,
  commandsWait: (nowMs: number) => boolean = () => false,
) {
  const hash = sha256(content)
  const pieces: Piece[] = []
  const time = { nowMs: 0 }
  let offset = 0
  const { until, file } = aSender({
    time,
    files: [aStagedFile(hash, content.length, '井盖.png')],
    answer: ({ method, url, bytes }) => {
      const tookMs = (bytes * 1_000) / bytesPerSecond
      if (method === 'PATCH') pieces.push({ atMs: time.nowMs, bytes, tookMs })
      time.nowMs += delayMs + tookMs
      offset += bytes
      return tusAnswer(method, url, { hash, size: content.length, path: '/v1/attachments/1', offset })
    },
    read: (from, length) => content.subarray(from, from + length),
    commandsWait: () => commandsWait(time.nowMs),
  })
  return { pieces, arrives: () => until(() => file(hash)?.state === 'confirmed') }
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

describe('a file that was staged before names were masked', () => {
  it('is announced to the platform without the number in its name', async () => {
    const content = aPicture()
    const hash = sha256(content)
    const announced: string[] = []
    const { until, file } = aSender({
      time: { nowMs: 0 },
      files: [aStagedFile(hash, content.length, '13812345678_20261122.png')],
      answer: ({ method, url, metadata }) => {
        if (method === 'POST') announced.push(metadata)
        const offset = announced.length === 0 ? 0 : content.length
        return tusAnswer(method, url, { hash, size: content.length, path: '/v1/attachments/1', offset })
      },
    })

    await until(() => file(hash)?.state === 'confirmed')

    const name = /filename ([^,]+)/.exec(announced[0] ?? '')?.[1] ?? ''
    expect(Buffer.from(name, 'base64').toString()).toBe('138＊＊＊＊5678_20261122.png')
  })
})
