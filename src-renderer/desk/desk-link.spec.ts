import { Decoder, Encoder } from '@msgpack/msgpack'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HOST_BEAT_MS } from '#shared/contracts/frames.ts'
import type { DownFrame, UpFrame } from '#shared/contracts/frames.ts'
import type { Result } from '#shared/kernel/result.ts'
import { createDesk } from './desk.ts'
import { DeskLink } from './desk-link.ts'
import type { TransportEvents } from './transport.ts'

/** Longer than any other call is waited for. */
const MINUTES_MS = 10 * 60_000
const restored = { commands: 20, salvaged: 8, missing: 3, quarantine: 'q' }

describe('a call to a host that beats', () => {
  let host: TransportEvents
  let asked: UpFrame[]
  let link: DeskLink
  let beats: ReturnType<typeof setInterval>
  const say = (frame: DownFrame): void => host.frame(new Encoder().encode(frame).slice())

  beforeEach(() => {
    vi.useFakeTimers()
    asked = []
    link = new DeskLink({
      connect: (events) => {
        host = events
        // Only this very link writes to it.
        return { send: (bytes) => asked.push(new Decoder().decode(bytes) as UpFrame), close: () => undefined }
      },
      onState: () => undefined,
    })
    say({ t: 'welcome', protocol: 1, generation: 1, caller: 'seat', time: 0, build: '' })
    beats = setInterval(() => say({ t: 'beat', time: 0 }), HOST_BEAT_MS)
  })
  afterEach(() => {
    clearInterval(beats)
    link.close()
    vi.useRealTimers()
  })

  const idOfCall = (): number => asked.reduce((last, frame) => (frame.t === 'call' ? frame.id : last), 0)

  it('that makes a ledger anew is waited for: what it says of missing records is not lost', async () => {
    let reply: Result<unknown> | null = null
    const leader = { person: '1003', secret: '246810' } as const
    void createDesk(link).call.recovery.restore({ ...leader, from: 'current', name: null }).then((said) => (reply = said))

    await vi.advanceTimersByTimeAsync(MINUTES_MS)
    expect(reply).toBeNull()
    say({ t: 'reply', id: idOfCall(), ok: true, value: restored })
    await vi.advanceTimersByTimeAsync(0)

    expect(reply).toEqual({ ok: true, value: restored })
  })

  it('of every day is given up', async () => {
    const reply = createDesk(link).call.recovery.unlock({ code: 'ABCDE' })

    await vi.advanceTimersByTimeAsync(MINUTES_MS)

    expect(await reply).toMatchObject({ ok: false, error: { code: 'host-gone' } })
  })
})
