import { describe, expect, it } from 'vitest'
import { aReport } from '#tests/builders/a-command.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import { SendSize } from './send-size.ts'

const batch = Array.from({ length: 100 }, (_, n) => aReport(n + 1, n + 1) as unknown as SeatCommand)
const bytes = (sent: readonly SeatCommand[]): number => Buffer.byteLength(JSON.stringify(sent))

/** Sends all over a line of so many bytes a second with so long a round trip. */
function sendOver(bytesPerSecond: number, tripMs: number) {
  const size = new SendSize()
  let left: readonly SeatCommand[] = batch
  let requests = 0
  let ms = 0
  while (left.length > 0 && requests < 1_000) {
    requests += 1
    const sent = size.fit(left)
    const tookMs = tripMs + (bytes(sent) / bytesPerSecond) * 1_000
    ms += Math.min(tookMs, size.patienceMs)
    if (tookMs > size.patienceMs) size.failed(sent, 'link-silent')
    else {
      size.answered(sent, tookMs)
      left = left.slice(sent.length)
    }
  }
  return { requests, times: ms / ((bytes(batch) / bytesPerSecond) * 1_000) }
}

describe('how much leaves in one request', () => {
  it('is all of it on a quick line, in a few requests', () => {
    expect(sendOver(10_000_000, 5).requests).toBeLessThan(5)
  })

  it.for([
    ['64 kbit/s', 8_000, 600, 3],
    ['8 kbit/s', 1_000, 600, 3],
    ['answers that take eleven seconds', 8_000, 11_000, 35],
  ] as const)('is what a slow line answers in time: %s', ([, bytesPerSecond, tripMs, most]) => {
    const { requests, times } = sendOver(bytesPerSecond, tripMs)
    expect(requests).toBeLessThan(100)
    expect(times).toBeLessThan(most)
  })

  it('is never nothing', () => {
    const size = new SendSize()
    for (let n = 0; n < 40; n += 1) size.failed(size.fit(batch), 'link-silent')
    expect(size.fit(batch)).toHaveLength(1)
  })

  it('is less when the platform has no room for so much, and as before after a refusal of another kind', () => {
    const size = new SendSize()
    const before = size.fit(batch).length
    size.failed(size.fit(batch), 'platform-busy')
    expect(size.fit(batch)).toHaveLength(before)
    size.failed(size.fit(batch), 'too-large')
    expect(size.fit(batch).length).toBeLessThan(before)
  })
})
