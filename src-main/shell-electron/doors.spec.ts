import { describe, expect, it } from 'vitest'
import { bridgeChannels } from '#shared/contracts/bridge.ts'
import { FakeContents, FakeIpc, fakeChannels } from '#tests/fakes/electron/unit.ts'
import type { FakePort } from '#tests/fakes/electron/unit.ts'
import { DoorKeeper } from './doors.ts'

function doors({ ready = true } = {}) {
  const ipc = new FakeIpc()
  const seat = new FakeContents('app://hall/seat.html')
  const wall = new FakeContents('app://hall/wall.html')
  const state = { ready }
  const handed: string[] = []
  const refused: string[] = []
  const keeper = new DoorKeeper({
    ipc: ipc.real,
    makeChannel: fakeChannels(),
    kindOf: (contents) => (contents === seat.real ? 'seat' : contents === wall.real ? 'wall' : null),
    isHostReady: () => state.ready,
    toHost: (caller, port) => handed.push(`${caller}: ${nameOf(port)}`),
    refused: (what) => refused.push(what),
  })
  const ask = (contents: FakeContents, frame?: Parameters<FakeIpc['receive']>[2]): void => ipc.receive(bridgeChannels.askDoor, contents, frame)
  return { keeper, seat, wall, state, handed, refused, ask }
}

const nameOf = (port: unknown): string => (port as FakePort).name
const got = (contents: FakeContents): string[] => contents.sent.flatMap(({ channel, ports }) => [channel, ...ports.map(nameOf)])

describe('a door', () => {
  it('goes to the window that asked, its other end to the host, with what kind of window it is', () => {
    const { seat, wall, ask, handed } = doors()

    ask(seat)
    ask(wall)

    expect(handed).toEqual(['seat: host 1', 'wall: host 2'])
    expect(got(seat)).toEqual([bridgeChannels.door, 'window 1'])
    expect(got(wall)).toEqual([bridgeChannels.door, 'window 2'])
  })

  it.each([
    ['a frame below the page', { parent: {} as never }],
    ['another origin', { url: 'https://example.com/seat.html' }],
    ['a page that only looks like ours', { url: 'app://hall.evil/seat.html' }],
    ['the page of the other kind of window', { url: 'app://hall/wall.html' }],
    ['a frame that is going', { detached: true }],
    ['a frame that is gone', null],
  ])('is refused to %s', (_name, frame) => {
    const { seat, ask, handed, refused } = doors()

    ask(seat, frame)

    expect(handed).toEqual([])
    expect(got(seat)).toEqual([])
    expect(refused).toHaveLength(1)
  })

  it('is refused to contents that are no window of ours', () => {
    const { ask, handed, refused } = doors()

    ask(new FakeContents('app://hall/seat.html'))

    expect(handed).toEqual([])
    expect(refused).toEqual(['door: not a window of ours'])
  })

  it('waits for the host, once per window', () => {
    const { keeper, seat, ask, state, handed } = doors({ ready: false })
    ask(seat)
    ask(seat)

    state.ready = true
    keeper.hostIsBack()
    keeper.hostIsBack()

    expect(handed).toEqual(['seat: host 1'])
  })

  it('is not kept for a window that has left its page or is gone', () => {
    const { keeper, seat, wall, ask, state, handed } = doors({ ready: false })
    ask(seat)
    ask(wall)

    state.ready = true
    seat.url = 'app://hall/wall.html'
    wall.destroyed = true
    keeper.hostIsBack()

    expect(handed).toEqual([])
  })

  it('is said to be dead when the host has ended, to every window that lives', () => {
    const { keeper, seat, wall } = doors()
    wall.destroyed = true

    keeper.hostIsGone([seat.real, wall.real])

    expect(got(seat)).toEqual([bridgeChannels.hostGone])
    expect(got(wall)).toEqual([])
  })
})
