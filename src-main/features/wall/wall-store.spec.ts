import { describe, expect, it } from 'vitest'
import { nothingKept, readKept, WallStore } from './wall-store.ts'

const scene = { kind: 'tiles', id: 'own-1', name: '夜班', pages: [[{ kind: 'map', column: 0, row: 0, columns: 12, rows: 12 }]] }
const strange = { kind: 'hologram', id: 'own-2', name: '以后的场景', rays: 7 }

describe('what a wall has kept', () => {
  it.each([null, '', 'not JSON', '[]', '7', 'null', '{"own": 7}', '{"current": {}}'])('of %s is nothing, and it comes up', (text) => {
    expect(readKept(text)).toEqual(nothingKept)
  })

  it('is read field by field: one that is damaged takes no other with it', () => {
    const kept = readKept(JSON.stringify({ current: 'own-1', own: [scene], fittings: { pitchMm: -1 }, schedule: 'x', isVisitor: true }))

    expect(kept).toMatchObject({ current: 'own-1', own: [scene], fittings: null, schedule: [], isVisitor: true })
  })

  it('keeps a scene that another version has written as it was', async () => {
    let text = JSON.stringify({ ...nothingKept, unread: undefined, own: [strange, scene] })
    const store = new WallStore({
      getMeta: () => Promise.resolve(text),
      setMeta: (_: string, value: string) => Promise.resolve(void (text = value)),
    } as never)

    const kept = await store.load()
    await store.save({ ...kept, isVisitor: true })

    expect(kept).toMatchObject({ own: [scene], unread: [strange] })
    expect(JSON.parse(text)).toMatchObject({ own: [scene, strange], isVisitor: true })
    expect(JSON.parse(text)).not.toHaveProperty('unread')
  })

  it('of a rotation with one time for all scenes gives each of them that time', () => {
    const read = (rotation: unknown): unknown => readKept(JSON.stringify({ rotation })).rotation

    expect(read({ everyS: 30, scenes: ['span', 'tiles'] })).toEqual({
      isOn: true,
      turns: [
        { scene: 'span', seconds: 30 },
        { scene: 'tiles', seconds: 30 },
      ],
    })
    expect(read(null)).toEqual(nothingKept.rotation)
    expect(read({ everyS: 1, scenes: ['span'] })).toEqual(nothingKept.rotation)
  })
})
