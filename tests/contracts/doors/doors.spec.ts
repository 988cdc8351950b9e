import { Encoder } from '@msgpack/msgpack'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MAX_CALLS, MAX_UP_BYTES, TOPIC_CREDIT } from '#shared/contracts/frames.ts'
import { DeskLink } from '#renderer/desk/desk-link.ts'
import type { DeskState } from '#renderer/desk/desk-link.ts'
import type { Caller } from '#shared/contracts/contract.ts'
import { SOON } from '#tests/builders/patience.ts'
import { openStand, wangLi } from './stand.ts'
import type { DoorKind, Stand } from './stand.ts'

interface TestWindow {
  readonly link: DeskLink
  readonly states: DeskState[]
  readonly generations: number[]
}

const CASE = '01999999-0000-7000-8000-000000000001'

/** The first page of an empty tray; its time tells one answer from the next. */
const trayOf = (oldestAt: number | null) => ({
  ...{ offset: 0, entries: [], total: 0, oldestAt },
  counts: { waiting: 0, rejected: 0, held: 0 },
})

describe.each<DoorKind>(['message port', 'WebSocket'])('the door over a %s', (kind) => {
  let stand: Stand
  const windows: TestWindow[] = []

  beforeEach(async () => {
    stand = await openStand(kind)
  })
  afterEach(async () => {
    for (const window of windows.splice(0)) window.link.close()
    await stand.close()
  })

  async function openWindow(caller: Caller = 'seat'): Promise<TestWindow> {
    const states: DeskState[] = []
    const generations: number[] = []
    const link = new DeskLink({
      connect: stand.connect(caller),
      onState: (state) => states.push(state),
      onWelcome: (generation) => generations.push(generation),
    })
    const window = { link, states, generations }
    windows.push(window)
    await vi.waitFor(() => {
      expect(states.at(-1)).toBe('here')
    }, SOON)
    return window
  }

  it('answers a call with what the handler said', async () => {
    stand.answers.set('session.lookUp', (arg) =>
      Promise.resolve({ name: `号 ${(arg as { person: string }).person}`, posts: ['acceptor'] }),
    )
    const { link } = await openWindow()

    const reply = await link.call('session.lookUp', { person: '1001' })

    expect(reply).toEqual({ ok: true, value: { name: '号 1001', posts: ['acceptor'] } })
  })

  it('carries tiles as bytes', async () => {
    stand.answers.set('map.tile', () => Promise.resolve(new Uint8Array([1, 2, 255])))
    const { link } = await openWindow('wall')

    const reply = await link.call('map.tile', { layer: 'grids', z: 1, x: 0, y: 0 })

    expect(reply).toEqual({ ok: true, value: new Uint8Array([1, 2, 255]) })
  })

  it('refuses a wall what only a seat may, before it looks at the argument', async () => {
    const { link } = await openWindow('wall')

    expect(await link.call('cases.search', { nonsense: true })).toMatchObject({ ok: false, error: { code: 'untrusted-caller' } })
    expect(await link.call('cases.revealPhone', { caseId: CASE, reason: 'x' })).toMatchObject({
      error: { code: 'untrusted-caller' },
    })
  })

  it('refuses everything personal while nobody is signed in or the seat is locked', async () => {
    const { link } = await openWindow()
    stand.session = null
    const nobody = await link.call('cases.search', { text: '井盖', limit: 5 })
    stand.session = { ...wangLi, locked: true }
    const locked = await link.call('cases.search', { text: '井盖', limit: 5 })

    expect([nobody, locked]).toMatchObject([{ error: { code: 'no-session' } }, { error: { code: 'no-session' } }])
  })

  it.each([
    ['a wrong type', { text: 5, limit: 5 }],
    ['something missing', { text: 'a' }],
    ['too much', { text: '长'.repeat(201), limit: 5 }],
    ['nothing', null],
    ['a number out of range', { text: 'a', limit: 1e9 }],
  ])('names the field when the argument is %s', async (_what, arg) => {
    const { link } = await openWindow()

    const reply = await link.call('cases.search', arg)

    expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    expect(reply).toHaveProperty('error.detail')
  })

  it.each(['cases.__proto__', 'constructor', 'cases.nothing', 'toString', 'cases.counts', ''])(
    'knows no operation %s',
    async (op) => {
      const { link } = await openWindow()

      expect(await link.call(op, {})).toMatchObject({ ok: false, error: { code: 'unknown-operation' } })
    },
  )

  it('turns a failing handler into a coded refusal and tells the host’s log, not the window', async () => {
    stand.answers.set('session.lookUp', () => Promise.reject(new Error('secret path')))
    const { link } = await openWindow()

    const reply = await link.call('session.lookUp', { person: '1001' })

    expect(reply).toEqual({ ok: false, error: { code: 'internal', detail: 'session.lookUp' } })
    expect(stand.errors).toEqual(['session.lookUp'])
  })

  it('notices a reply that breaks its own contract', async () => {
    stand.answers.set('session.lookUp', () => Promise.resolve({ name: 7 }))
    const { link } = await openWindow()

    expect(await link.call('session.lookUp', { person: '1001' })).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  it('refuses the calls over the limit and answers the others', async () => {
    let release = (): void => undefined
    const gate = new Promise<null>((resolve) => {
      release = () => {
        resolve(null)
      }
    })
    stand.answers.set('session.lookUp', () => gate)
    const { link } = await openWindow()

    const calls = Array.from({ length: MAX_CALLS + 3 }, () => link.call('session.lookUp', { person: '1001' }))
    const extra = await Promise.all(calls.slice(MAX_CALLS))
    release()

    expect(extra.every((reply) => !reply.ok && reply.error.code === 'too-many-calls')).toBe(true)
    expect((await Promise.all(calls.slice(0, MAX_CALLS))).every((reply) => reply.ok)).toBe(true)
  })

  it('sends a topic at once, again after its signal, and not when nothing changed', async () => {
    let count = 0
    let reads = 0
    stand.answers.set('outbox.tray', () => {
      reads += 1
      return Promise.resolve(trayOf(count))
    })
    const { link } = await openWindow()
    const values: unknown[] = []
    link.watch(
      'outbox.tray',
      {},
      (value) => values.push(value),
      () => undefined,
    )
    await vi.waitFor(() => {
      expect(values).toHaveLength(1)
    }, SOON)

    stand.signals.raise('cases')
    await vi.waitFor(() => {
      expect(reads).toBeGreaterThanOrEqual(2)
    }, SOON)
    count = 1
    stand.signals.raise('link')

    await vi.waitFor(() => {
      expect(values).toEqual([trayOf(0), trayOf(1)])
    }, SOON)
  })

  it('ends a topic when the session ends, and says why', async () => {
    stand.answers.set('outbox.tray', () => Promise.resolve(trayOf(null)))
    const { link } = await openWindow()
    const refusals: unknown[] = []
    const values: unknown[] = []
    link.watch(
      'outbox.tray',
      {},
      (value) => values.push(value),
      (why) => refusals.push(why),
    )
    await vi.waitFor(() => {
      expect(values).toHaveLength(1)
    }, SOON)

    stand.session = null
    stand.signals.raise('session')

    await vi.waitFor(() => {
      expect(refusals).toMatchObject([{ code: 'no-session' }])
    }, SOON)
  })

  it('keeps a topic that cannot be read now: says so once, and sends what there is when a signal touches it', async () => {
    let reads = 0
    const damaged = () => {
      reads += 1
      return Promise.reject(new Error('database disk image is malformed'))
    }
    stand.answers.set('outbox.tray', () => Promise.resolve(trayOf(0)))
    const { link } = await openWindow()
    const told: unknown[] = []
    link.watch(
      'outbox.tray',
      {},
      (value) => told.push(value),
      ({ code }) => told.push(code),
    )
    await vi.waitFor(() => {
      expect(told).toEqual([trayOf(0)])
    }, SOON)

    stand.answers.set('outbox.tray', damaged)
    stand.signals.raise('cases')
    await vi.waitFor(() => {
      expect(told).toEqual([trayOf(0), 'internal'])
    }, SOON)
    stand.signals.raise('cases')
    await vi.waitFor(() => {
      expect(reads).toBeGreaterThanOrEqual(2)
    }, SOON)
    // Mended, and just as it was before: what the window shows as old it must hear again.
    stand.answers.set('outbox.tray', () => Promise.resolve(trayOf(0)))
    stand.signals.raise('cases')

    await vi.waitFor(() => {
      expect(told).toEqual([trayOf(0), 'internal', trayOf(0)])
    }, SOON)
    expect(stand.errors).toEqual(['outbox.tray'])
  })

  it('ends a topic that is asked for wrongly, and says why', async () => {
    const { link } = await openWindow()
    const refusals: string[] = []
    link.watch(
      'outbox.entry',
      { id: 7 },
      () => undefined,
      ({ code }) => refusals.push(code),
    )
    await vi.waitFor(() => {
      expect(refusals).toEqual(['bad-request'])
    }, SOON)
  })

  it('says that the host is gone, and starts the watches again under the next generation', async () => {
    stand.answers.set('link.status', () => Promise.resolve(null))
    stand.answers.set('outbox.tray', () => Promise.resolve(trayOf(3)))
    const { link, states, generations } = await openWindow()
    const values: unknown[] = []
    link.watch(
      'outbox.tray',
      {},
      (value) => values.push(value),
      () => undefined,
    )
    await vi.waitFor(() => {
      expect(values).toHaveLength(1)
    }, SOON)

    await stand.restart()

    await vi.waitFor(() => {
      expect(generations).toEqual([1, 2])
      expect(values).toHaveLength(2)
    }, SOON)
    expect(states).toEqual(['here', 'gone', 'here'])
  })

  it('answers open calls with host-gone when the host goes', async () => {
    stand.answers.set('session.lookUp', () => new Promise(() => undefined))
    const { link } = await openWindow()
    const open = link.call('session.lookUp', { person: '1001' })

    await stand.restart()

    expect(await open).toMatchObject({ ok: false, error: { code: 'host-gone' } })
  })

  it.each([
    ['no msgpack', new Uint8Array([0xc1, 0, 255])],
    ['nothing', new Uint8Array()],
    ['a frame of its own', new Encoder().encode({ t: 'root', id: 1 })],
    ['a call before hello', new Encoder().encode({ t: 'call', id: 1, op: 'session.lookUp', arg: {} })],
    ['more than a frame may hold', new Uint8Array(MAX_UP_BYTES + 1)],
  ])('closes on a stranger who sends %s', async (_what, bytes) => {
    const closed = vi.fn()
    const transport = stand.connect('seat')({
      opened: () => {
        transport.send(bytes.slice())
      },
      frame: () => undefined,
      closed,
    })

    await vi.waitFor(() => {
      expect(closed).toHaveBeenCalled()
    }, SOON)
  })

  it('keeps the newest snapshot for a window that does not take what it was sent', async () => {
    let count = 0
    stand.answers.set('outbox.tray', () => Promise.resolve(trayOf(count)))
    const encoder = new Encoder()
    const revs: number[] = []
    const { Decoder } = await import('@msgpack/msgpack')
    const transport = stand.connect('seat')({
      opened: () => {
        transport.send(encoder.encode({ t: 'hello', protocol: 1 }).slice())
        transport.send(encoder.encode({ t: 'watch', id: 1, op: 'outbox.tray', arg: {} }).slice())
      },
      frame: (bytes) => {
        const frame = new Decoder().decode(bytes) as { t: string; rev: number; value: { oldestAt: number } }
        if (frame.t === 'value') revs.push(frame.value.oldestAt)
      },
      closed: () => undefined,
    })
    const arrived = (snapshots: number): Promise<void> =>
      vi.waitFor(() => {
        expect(revs).toHaveLength(snapshots)
      }, SOON)
    await arrived(1)
    for (let sent = 2; sent <= TOPIC_CREDIT; sent += 1) {
      count += 1
      stand.signals.raise('cases')
      await arrived(sent)
    }
    for (let unseen = 0; unseen < 6; unseen += 1) {
      count += 1
      stand.signals.raise('cases')
    }

    transport.send(encoder.encode({ t: 'took', id: 1, rev: TOPIC_CREDIT }).slice())

    await vi.waitFor(() => {
      expect(revs.at(-1)).toBe(count)
    }, SOON)
    expect(revs).toHaveLength(TOPIC_CREDIT + 1)
    transport.close()
  })
})
