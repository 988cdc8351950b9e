import { afterEach, describe, expect, it } from 'vitest'
import { aWall, endWalls, ownScene, panel } from '#tests/builders/a-wall.ts'

afterEach(endWalls)

describe('the wall’s own scenes', () => {
  it('keeps scenes of its own over a restart, and the last good one when a change is refused', async () => {
    const { conductor, kept, view } = await aWall()
    await conductor.save(ownScene('早会'), 'new')
    await conductor.show('own-1')
    const small = { ...ownScene('早会'), id: 'own-1', pages: [[{ ...panel, columns: 1 }]] }

    expect(await conductor.save(small, 'same')).toMatchObject({ error: { code: 'wall-illegible' } })
    expect(await conductor.save({ ...small, name: '' }, 'same')).toMatchObject({ error: { code: 'wall-scene-wrong', detail: 'name' } })
    expect(await conductor.save({ ...ownScene('晨会'), id: 'own-1' }, 'same')).toMatchObject({ ok: true })
    expect(view('d1').scene.name).toBe('晨会')

    const again = await aWall(kept)
    expect(again.conductor.scene('own-1')).toEqual({ ok: true, value: { ...ownScene('晨会'), id: 'own-1' } })
    expect(again.conductor.desk().spare).toEqual({ id: 'own-1', name: '早会' })
    await again.conductor.restore()
    expect(again.view('d1').scene.name).toBe('早会')
  })

  it('shows the first scene when the one it shows is deleted, and can have it back after a restart', async () => {
    const { conductor, kept, view } = await aWall()
    await conductor.save(ownScene('早会'), 'new')
    await conductor.show('own-1')
    await conductor.show('tiles')
    await conductor.show('own-1')

    expect(await conductor.drop('own-1')).toEqual({ ok: true, value: null })
    expect(view('d1').scene.id).toBe('span')
    await conductor.undo()
    expect(view('d1').scene.id).toBe('tiles')
    const again = await aWall(kept)
    await again.conductor.restore()
    expect(await again.conductor.show('own-1')).toEqual({ ok: true, value: null })
    expect(again.conductor.desk().scenes.at(-1)).toMatchObject({ id: 'own-1', name: '早会', isOwn: true })
  })

  it('does not keep what cannot be written', async () => {
    const { conductor, kept } = await aWall()
    kept.set = () => {
      throw new Error('full')
    }

    await expect(conductor.save(ownScene('早会'), 'new')).rejects.toThrow('full')
    expect(conductor.desk().scenes).toHaveLength(2)
  })
})
