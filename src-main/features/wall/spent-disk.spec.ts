import { afterEach, describe, expect, it, vi } from 'vitest'
import { aWall, endWalls, four, turns } from '#tests/builders/a-wall.ts'
import { SOON } from '#tests/builders/patience.ts'

afterEach(endWalls)

/** Rejections that nobody hears end the host; vitest fails the run for them. */
describe('a wall whose ledger takes nothing', () => {
  it('goes on turning its scenes and says so once for each', async () => {
    const { conductor, clock, disk, failures, kept, view } = await aWall()
    await conductor.rotate(turns(['span', 30], ['tiles', 30]))
    disk.isSpent = true

    clock.ms += 30_001
    conductor.tick()
    expect(view('d1').scene.id).toBe('tiles')
    clock.ms += 30_001
    conductor.tick()
    expect(view('d1').scene.id).toBe('span')

    await vi.waitFor(() => expect(failures).toEqual(['wall: Error: disk full', 'wall: Error: disk full']), SOON)
    disk.isSpent = false
    clock.ms += 30_001
    conductor.tick()
    expect(JSON.parse(kept.get('wall') ?? '{}')).toMatchObject({ current: 'tiles' })
  })

  it('follows its schedule all the same, and tries to write each scene once', async () => {
    const { conductor, clock, disk, failures, view } = await aWall()
    await conductor.schedule([
      { fromMinute: 0, scene: 'span' },
      { fromMinute: 780, scene: 'tiles' },
    ])
    disk.isSpent = true

    clock.now = Date.parse('2026-11-20T13:00:00+08:00')
    await vi.waitFor(() => {
      conductor.tick()
      expect(view('d1').scene.id).toBe('tiles')
    }, SOON)
    for (let tick = 0; tick < 5; tick += 1) conductor.tick()

    await vi.waitFor(() => expect(failures).toEqual(['wall: Error: disk full']), SOON)
    expect(conductor.desk()).toMatchObject({ current: 'tiles', isByHand: false })
  })

  it('comes up on a schedule that is due', async () => {
    const { conductor, kept } = await aWall()
    await conductor.schedule([{ fromMinute: 0, scene: 'tiles' }])
    await conductor.show('span')
    kept.set('wall', JSON.stringify({ ...JSON.parse(kept.get('wall') ?? '{}'), byHandUntil: null }))

    const again = await aWall(kept)
    again.disk.isSpent = true

    await vi.waitFor(() => {
      again.conductor.tick()
      expect(again.view('d1').scene.id).toBe('tiles')
    }, SOON)
    await vi.waitFor(() => expect(again.failures).toHaveLength(1), SOON)
  })

  it('takes measures of the command line for this run', async () => {
    const { conductor, disk, failures, view } = await aWall()
    disk.isSpent = true

    conductor.setDisplays({ displays: four, fittings: { bezelMm: 0 } })

    expect(view('d1').canvas).toEqual({ width: 3840, height: 2160 })
    await vi.waitFor(() => expect(failures).toEqual(['wall: Error: disk full']), SOON)
  })

  it('refuses what a person decides, and shows what was shown before', async () => {
    const { conductor, disk, view } = await aWall()
    disk.isSpent = true

    await expect(conductor.show('tiles')).rejects.toThrow('disk full')
    expect(view('d1').scene.id).toBe('span')
  })

  it('stays as it is while the cache does not say which hour it is, and says that once', async () => {
    const { conductor, disk, failures, view } = await aWall()
    await conductor.schedule([{ fromMinute: 0, scene: 'tiles' }])
    disk.isCacheLost = true

    for (let tick = 0; tick < 5; tick += 1) conductor.tick()

    await vi.waitFor(() => expect(failures).toEqual(['wall schedule: Error: no such table']), SOON)
    expect(view('d1').scene.id).toBe('tiles')
  })
})
