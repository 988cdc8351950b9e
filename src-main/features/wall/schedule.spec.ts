import { afterEach, describe, expect, it, vi } from 'vitest'
import { aWall, endWalls, ownScene, place, turns } from '#tests/builders/a-wall.ts'
import { SOON } from '#tests/builders/patience.ts'

afterEach(endWalls)

describe('the wall’s rotation and times of day', () => {
  it('turns scenes in their time', async () => {
    const { conductor, clock, view } = await aWall()
    await conductor.rotate(turns(['span', 30], ['tiles', 90]))

    clock.ms += 30_001
    conductor.tick()

    await vi.waitFor(() => expect(view('d1').scene.id).toBe('tiles'), SOON)
    clock.ms += 89_000
    conductor.tick()
    expect(view('d1').scene.id).toBe('tiles')
    clock.ms += 1_001
    conductor.tick()
    await vi.waitFor(() => expect(view('d1').scene.id).toBe('span'), SOON)
    expect(await conductor.rotate(turns(['span', 30], ['x', 30]))).toMatchObject({ error: { code: 'wall-no-scene', detail: 'x' } })
    expect(conductor.desk().rotation).toEqual(turns(['span', 30], ['tiles', 90]))
  })

  it('begins a rotation at once where something else is shown, passes over what cannot be read, and keeps it when it is off', async () => {
    const { conductor, clock, kept, view } = await aWall()
    const one = await conductor.save(ownScene('早会'), 'new')
    await conductor.save(ownScene('晚会'), 'new')
    expect(one).toEqual({ ok: true, value: { id: 'own-1' } })

    await conductor.rotate(turns(['own-1', 30], ['tiles', 30], ['own-2', 30]))
    expect(view('d1').scene.name).toBe('早会')
    await conductor.fit({ pitchMm: 1.25, bezelMm: 0, distanceM: 14 })
    expect(conductor.desk().scenes.filter(({ refusal }) => refusal !== null).map(({ id }) => id)).toEqual(['tiles'])
    clock.ms += 30_001
    conductor.tick()

    await vi.waitFor(() => expect(view('d1').scene.name).toBe('晚会'), SOON)
    const off = { ...conductor.desk().rotation, isOn: false }
    await conductor.fit({ pitchMm: 1.25, bezelMm: 0, distanceM: 8 })
    await conductor.rotate(off)
    clock.ms += 3_600_000
    conductor.tick()
    expect((await aWall(kept)).conductor.desk()).toMatchObject({ rotation: off, current: 'own-2' })
  })

  it('shows the scene of the hour, lets a person choose another until the next slot begins, or until it is handed back', async () => {
    const { conductor, clock, view } = await aWall()
    const shown = (): string => view('d1').scene.id
    const at = async (time: string, scene: string): Promise<void> => {
      clock.now = Date.parse(`2026-11-20T${time}:00+08:00`)
      await vi.waitFor(() => {
        conductor.tick()
        expect(shown()).toBe(scene)
      }, SOON)
    }
    const schedule = [
      { fromMinute: 450, scene: 'tiles' },
      { fromMinute: 1_200, scene: 'span' },
    ]

    expect(await conductor.schedule(schedule)).toEqual({ ok: true, value: null })
    expect(shown()).toBe('tiles')
    await at('20:00', 'span')

    await conductor.show('tiles')
    expect(conductor.desk()).toMatchObject({ current: 'tiles', isByHand: true, schedule })
    await at('23:59', 'tiles')
    expect(await conductor.handBack()).toEqual({ ok: true, value: null })
    expect(conductor.desk()).toMatchObject({ current: 'span', isByHand: false })

    await conductor.show('tiles')
    await conductor.undo()
    clock.now = Date.parse('2026-11-21T07:30:00+08:00')
    await vi.waitFor(() => {
      conductor.tick()
      expect(conductor.desk()).toMatchObject({ current: 'tiles', isByHand: false })
    }, SOON)
  })

  it('takes no schedule of scenes that nobody knows or could read, and keeps a good one over a restart', async () => {
    const { conductor, kept } = await aWall()
    await conductor.schedule([{ fromMinute: 0, scene: 'span' }])

    expect(await conductor.schedule([{ fromMinute: 0, scene: 'x' }])).toMatchObject({
      ok: false,
      error: { code: 'wall-no-scene' },
    })
    await conductor.fit({ pitchMm: 0.63, bezelMm: 0, distanceM: 40 })
    expect(await conductor.schedule([{ fromMinute: 0, scene: 'tiles' }])).toMatchObject({
      ok: false,
      error: { code: 'wall-illegible' },
    })
    expect((await aWall(kept)).conductor.desk().schedule).toEqual([{ fromMinute: 0, scene: 'span' }])
  })

  it('leaves the schedule alone while something is pushed', async () => {
    const { conductor, clock, view } = await aWall()
    await conductor.schedule([
      { fromMinute: 0, scene: 'span' },
      { fromMinute: 780, scene: 'tiles' },
    ])
    conductor.push(place)

    clock.now = Date.parse('2026-11-20T13:00:00+08:00')
    conductor.tick()
    await Promise.resolve()
    expect(view('d1')).toMatchObject({ scene: { id: 'span' }, pushed: { title: place.title } })

    await conductor.undo()
    await vi.waitFor(() => {
      conductor.tick()
      expect(view('d1').scene.id).toBe('tiles')
    }, SOON)
  })
})
