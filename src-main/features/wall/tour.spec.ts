import { afterEach, describe, expect, it, vi } from 'vitest'
import { aTour, aWall, endWalls, four, place, stops, turns } from '#tests/builders/a-wall.ts'
import { SOON } from '#tests/builders/patience.ts'

afterEach(endWalls)

describe('a camera of the wall that goes from stop to stop', () => {
  it('leads the camera of a scene of its own from stop to stop, past a push, and over a restart', async () => {
    const { conductor, clock, kept, view } = await aWall()
    view('d1')
    await conductor.save(aTour(), 'new')
    await conductor.show('own-1')
    const isAt = (n: number): void => {
      expect(conductor.desk().stop).toMatchObject({ at: n, of: 2 })
      expect(view('d1')).toMatchObject({ plan: { to: { lng: stops[n - 1]?.lng } }, stop: stops[n - 1]?.name, layers: { history: true } })
    }
    const rest = (): void => {
      clock.ms += 30_000
      conductor.tick()
    }

    isAt(1)
    rest()
    isAt(2)
    expect(new Set(four.map(({ id }) => JSON.stringify(view(id).plan))).size).toBe(1)
    conductor.push(place)
    rest()
    expect(view('d1')).toMatchObject({ stop: null, plan: { to: { lng: place.lng } } })
    await conductor.undo()
    isAt(2)

    const again = await aWall(kept)
    expect(again.view('d1')).toMatchObject({ scene: { id: 'own-1' }, plan: { way: 'stand', to: { lng: stops[0]?.lng } } })
  })

  it('lets a rotation end a camera’s round, and strangers read no more of a stop than the road', async () => {
    const { conductor, clock, view } = await aWall()
    view('d1')
    await conductor.save(aTour(), 'new')
    await conductor.rotate(turns(['own-1', 40], ['tiles', 40]))

    await conductor.setVisitor(true)
    expect(view('d1')).toMatchObject({ scene: { id: 'own-1' }, stop: '周瑜大道' })
    clock.ms += 30_000
    conductor.tick()
    expect([view('d1').stop, conductor.desk().stop?.at]).toEqual([null, 2])
    clock.ms += 10_001
    conductor.tick()

    await vi.waitFor(() => expect([view('d1').scene.id, conductor.desk().stop]).toEqual(['tiles', null]), SOON)
  })

  it('neither keeps nor shows a camera that leaves the hall’s ground, nor what it cannot read', async () => {
    const stray = { ...aTour(), id: 'own-7', stops: [{ ...stops[0], name: '别处', lng: 100 }] }
    const broken = { ...aTour(), id: 'own-8', name: '坏的', stops: [{ ...stops[0], seconds: -1 }] }
    const { conductor, view } = await aWall(new Map([['wall', JSON.stringify({ current: 'own-7', own: [stray, broken] })]]))

    expect(view('d1')).toMatchObject({ refusal: { code: 'wall-stop-outside', detail: 'stops.0: 别处' }, stop: null, overlay: { figures: null } })
    expect(view('d1').plan.to.lng).toBeCloseTo(116.95, 1)
    expect(conductor.desk()).toMatchObject({ stop: null, unread: [{ name: '坏的', detail: 'stops.0.seconds' }] })
    expect(await conductor.show('own-7')).toMatchObject({ error: { code: 'wall-stop-outside' } })
    expect(await conductor.show('own-8')).toMatchObject({ error: { code: 'wall-no-scene' } })
    expect(await conductor.save({ ...aTour(), name: '新的', stops: [{ ...stops[0]!, lng: 100 }] }, 'new')).toMatchObject({ error: { code: 'wall-stop-outside' } })
  })
})
