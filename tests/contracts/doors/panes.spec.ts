import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wallHandlers } from '#main/features/wall/handlers.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { DeskLink } from '#renderer/desk/desk-link.ts'
import { aWall, endWalls } from '#tests/builders/a-wall.ts'
import { SOON } from '#tests/builders/patience.ts'
import { openStand } from './stand.ts'
import type { DoorKind, Stand } from './stand.ts'

type Wall = Awaited<ReturnType<typeof aWall>>

describe.each<DoorKind>(['message port', 'WebSocket'])('two windows of one monitor at the door over a %s', (kind) => {
  let stand: Stand
  let wall: Wall
  const open: DeskLink[] = []

  beforeEach(async () => {
    stand = await openStand(kind)
    wall = await aWall()
    const { beat } = wallHandlers(wall.hall, wall.conductor)
    // The door has proved the argument by the contract's schema.
    stand.answers.set('wall.beat', async (arg, context) => unwrap(await beat(arg as Parameters<typeof beat>[0], context)))
  })
  afterEach(async () => {
    for (const link of open.splice(0)) link.close()
    endWalls()
    await stand.close()
  })

  async function openWindow(): Promise<DeskLink> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const link = new DeskLink({
      connect: stand.connect('wall', 'd1'),
      onState: (state) => {
        if (state === 'here') resolve(undefined)
      },
    })
    open.push(link)
    await promise
    return link
  }

  /** Seconds of the wall: all windows beat with the frames they have painted, then the conductor looks. */
  async function pass(seconds: number, beats: readonly (readonly [DeskLink, (second: number) => number])[]): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      wall.clock.ms += 1_000
      for (const [link, painted] of beats) {
        const reply = await link.call('wall.beat', { painted: painted(second), clockErrorMs: null })
        expect(reply.ok).toBe(true)
      }
      wall.conductor.tick()
    }
  }
  const lostOf = (pane: string): string[] => wall.lost.filter((one) => one.startsWith(pane))
  const stateOf = (): string | undefined => wall.conductor.desk().panes[0]?.state

  it('do not count as painting together: a pane whose graphics are dead is replaced again', async () => {
    const old = await openWindow()
    await pass(30, [[old, () => 500]])
    expect(lostOf('d1')).toEqual(['d1 stuck'])

    const fresh = await openWindow()
    await pass(60, [
      [old, () => 500],
      [fresh, () => 0],
    ])

    expect(stateOf()).toBe('stuck')
    expect(lostOf('d1')).toEqual(['d1 stuck', 'd1 stuck'])
  })

  it('leave the word to the one that is still there when the newer one has crashed', async () => {
    const old = await openWindow()
    const fresh = await openWindow()
    await pass(10, [
      [old, () => 500],
      [fresh, (second) => second],
    ])
    expect(stateOf()).toBe('alive')

    fresh.close()
    await vi.waitFor(() => {
      expect(stand.windows()).toBe(1)
    }, SOON)
    await pass(10, [[old, () => 500]])

    expect(stateOf()).toBe('stuck')
  })
})
