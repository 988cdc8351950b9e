import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlacedMover } from './mover-pixels.ts'
import { buildMapPage, openMapPage } from './open-page.ts'
import type { OpenedPage } from './open-page.ts'

/** A symbol is 44 px here, 24 units of its path: a wall's size. */
const UNIT_PX = 44 / 24
const units = (n: number): number => n * UNIT_PX
const redOf = (colour: string): number => Number.parseInt(colour.slice(1, 3), 16)
const mover = (id: string, kind: PlacedMover['kind'], x: number, y: number, more: Partial<PlacedMover> = {}): PlacedMover => ({
  id, kind, x, y, headingDeg: 0, isStale: false, ...more,
})

describe.each([1, 2])('movers on a map of %i device pixels a pixel', (pixelRatio) => {
  let opened: OpenedPage

  beforeAll(async () => {
    if (pixelRatio === 1) await buildMapPage()
    opened = await openMapPage({ width: 400, height: 300, pixelRatio })
  })
  afterAll(() => opened.close())

  it('stand where they are, in their colours, and are found there', async () => {
    const movers = [mover('a', 'vehicle', 100, 100), mover('b', 'inspector', 200, 100), mover('c', 'camera', 300, 100)]

    const { colours, picked, tokens } = await opened.ask('drawMovers', movers, [[100, 100], [200, 100], [300, 100], [150, 200]])

    expect(colours).toEqual([tokens['text-2'], tokens['text-2'], tokens['panel'], tokens['map-ground']])
    expect(picked).toEqual(['a', 'b', 'c', null])
  })

  it('are turned to where they go', async () => {
    const [x, y, away] = [200, 150, units(6)]
    const around: [number, number][] = [[x, y - away], [x + away, y], [x, y + away], [x - away, y]]
    const headed = async (headingDeg: number): Promise<boolean[]> => {
      const { colours, tokens } = await opened.ask('drawMovers', [mover('a', 'vehicle', x, y, { headingDeg })], around)
      // The tip is narrow: its edge is mixed with what lies beside it.
      return colours.map((colour) => redOf(colour) < (redOf(tokens['text-2']!) + redOf(tokens['map-ground']!)) / 2)
    }

    expect(await headed(0)).toEqual([true, false, false, false])
    expect(await headed(90)).toEqual([false, true, false, false])
    expect(await headed(180)).toEqual([false, false, true, false])
    expect(await headed(270)).toEqual([false, false, false, true])
  })

  it('leave the place they have left', async () => {
    await opened.ask('drawMovers', [mover('a', 'vehicle', 100, 100)], [])

    const { colours, picked, tokens } = await opened.ask('drawMovers', [mover('a', 'vehicle', 250, 200)], [[100, 100], [250, 200]])

    expect(colours).toEqual([tokens['map-ground'], tokens['text-2']])
    expect(picked).toEqual([null, 'a'])
  })

  it('are hollow when nobody knows where they are now', async () => {
    const { colours, tokens } = await opened.ask('drawMovers', [mover('a', 'inspector', 200, 150, { isStale: true })], [[200, 150]])

    expect(colours).toEqual([tokens['map-ground']])
  })

  it('show their half on a pane whose neighbour shows the other', async () => {
    const movers = [mover('a', 'inspector', -6, 150), mover('b', 'inspector', 406, 150)]

    const { colours, tokens } = await opened.ask('drawMovers', movers, [[2, 150], [397, 150]])

    expect(colours).toEqual([tokens['text-2'], tokens['text-2']])
  })

  it('cost no frame while nothing has changed', async () => {
    const { idleFrames } = await opened.ask('drawMovers', [mover('a', 'vehicle', 100, 100)], [])

    expect(idleFrames).toBe(0)
    expect(opened.complaints).toEqual([])
  })
})
