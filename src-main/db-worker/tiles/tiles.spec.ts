import { VectorTile } from '@mapbox/vector-tile' // comes with maplibre-gl, whose decoder is the one that counts
import { PbfReader } from 'pbf'
import { describe, expect, it } from 'vitest'
import { CaseStory } from '#tests/builders/case-story.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'
import { toGridX, toGridY } from './point-index.ts'
import type { Tile } from './tile-box.ts'
import { isTile } from './tile-box.ts'

const [LNG, LAT] = [116.95, 31.46]

const square = (west: number, south: number, size: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
})

function aTown(): { seat: TestSeat; platform: TestPlatform } {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  const grid = { street: null, community: null, dutyGrid: null, areaGrade: 'A' }
  platform.put('grid', '341523001001001', {
    ...grid,
    code: '341523001001001',
    name: '梅河路一',
    geometry: square(LNG - 0.01, LAT - 0.01, 0.02),
  })
  platform.put('map-feature', 'osm:way/1', {
    id: 'osm:way/1',
    layer: 'water',
    name: '梅河',
    minZoom: 10,
    rank: 2,
    geometry: square(LNG, LAT, 0.01),
  })
  platform.put('map-feature', 'osm:way/2', {
    ...{ id: 'osm:way/2', layer: 'road-minor', name: null, minZoom: 15, rank: 5 },
    geometry: {
      type: 'LineString',
      coordinates: [
        [LNG, LAT],
        [LNG + 0.005, LAT],
      ],
    },
  })
  for (let i = 0; i < 50; i += 1) {
    const code = `34152301${String(i).padStart(8, '0')}`
    const who = { grid: null, department: null, owner: null, keeper: null, changedOn: null }
    platform.put('component', code, {
      ...who,
      code,
      classCode: 'C0101',
      name: '上水井盖',
      lng: LNG + i * 1e-6,
      lat: LAT,
      state: 'intact',
    })
  }
  seat.read(platform)
  return { seat, platform }
}

function tileAt(z: number, lng = LNG, lat = LAT): Tile {
  const side = 2 ** (32 - z)
  return { z, x: Math.floor(toGridX(lng) / side), y: Math.floor(toGridY(lat) / side) }
}

function layersOf(bytes: Uint8Array) {
  const { layers } = new VectorTile(new PbfReader(bytes))
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [name, Array.from({ length: layer.length }, (_, i) => layer.feature(i))]),
  )
}

describe('a base map of pictures', () => {
  it('is kept tile by tile, as it came', () => {
    const { seat, platform } = aTown()
    platform.put('map-tile', '14/13510/6650', { id: '14/13510/6650', type: 'png', data: Buffer.from('picture').toString('base64') })
    seat.read(platform)

    expect(Buffer.from(seat.reader.tile('pictures', 14, 13_510, 6_650)).toString()).toBe('picture')
    expect(seat.reader.tile('pictures', 14, 13_510, 6_651)).toHaveLength(0)
    expect(seat.reader.revisions().pictures).toBeGreaterThan(0)
  })
})

describe('tiles', () => {
  it('holds the base map by its layers, each from the zoom it is drawn at', () => {
    const { seat } = aTown()
    const at = (z: number) => layersOf(seat.reader.tile('basemap', z, tileAt(z, LNG + 0.001).x, tileAt(z, LNG, LAT + 0.001).y))

    expect(Object.keys(at(12))).toEqual(['water'])
    expect(Object.keys(at(14)).sort()).toEqual(['road-minor', 'water'])
    expect(at(12)['water']![0]!.properties).toEqual({ layer: 'water', name: '梅河', rank: 2 })
  })

  it('holds unit grids with code and name', () => {
    const { seat } = aTown()
    const { z, x, y } = tileAt(14)

    const { grids } = layersOf(seat.reader.tile('grids', z, x, y))

    expect(grids![0]!.properties).toEqual({ code: '341523001001001', name: '梅河路一' })
    expect(grids![0]!.type).toBe(3)
  })

  it('holds the borders of duty grids as lines', () => {
    const { seat, platform } = aTown()
    const { z, x, y } = tileAt(14)
    const grid = { code: '341523001001002', name: null, street: null, community: null, areaGrade: 'A' as const }
    expect(Object.keys(layersOf(seat.reader.tile('grids', z, x, y)))).toEqual(['grids'])

    platform.put('grid', grid.code, { ...grid, dutyGrid: 'Z1', geometry: square(LNG - 0.001, LAT - 0.001, 0.002) })
    seat.read(platform)

    const layers = layersOf(seat.reader.tile('grids', z, x, y))
    expect(layers['grids']).toHaveLength(2)
    expect(layers['duty-borders']!.map(({ type }) => type)).toEqual([2])
  })

  it('thins points that nobody could tell apart, and shows all of them from zoom 15 on', () => {
    const { seat } = aTown()
    const count = (z: number) => {
      const [dots] = layersOf(seat.reader.tile('components', z, tileAt(z).x, tileAt(z).y))['components']!
      return dots!.loadGeometry().length
    }

    expect(count(10)).toBe(1)
    expect(count(15)).toBe(50)
  })

  it('puts a point where it is, with what the map needs of it', () => {
    const { seat } = aTown()
    const { z, x, y } = tileAt(18)

    const [first] = layersOf(seat.reader.tile('components', z, x, y))['components']!

    const { geometry } = first!.toGeoJSON(x, y, z)
    const [lng, lat] = (geometry as unknown as { coordinates: [number, number] }).coordinates
    expect(Math.abs(lng - LNG)).toBeLessThan(6e-5)
    expect(Math.abs(lat - LAT)).toBeLessThan(1e-6)
    expect(first!.properties).toEqual({
      code: expect.stringMatching(/^34152301/) as string,
      classCode: 'C0101',
      name: '上水井盖',
      state: 'intact',
    })
  })

  it('holds ended cases only: live ones are pins', () => {
    const { seat, platform } = aTown()
    const story = CaseStory.after()
    const put = (n: number, state: string) => platform.put('case', caseId(n), { ...story.case, id: caseId(n), state })
    const dots = () => layersOf(seat.reader.tile('cases', 18, tileAt(18).x, tileAt(18).y))['cases']?.[0]?.loadGeometry().length
    put(1, 'closed')
    put(2, 'reported')
    seat.read(platform)
    expect(dots()).toBe(1)

    put(2, 'voided')
    seat.read(platform)

    expect(dots()).toBe(2)
  })

  it('shows a changed row in the next tile', () => {
    const { seat, platform } = aTown()
    const { z, x, y } = tileAt(14)
    seat.reader.tile('grids', z, x, y)
    const before = seat.reader.revisions()

    platform.put('grid', '341523001001001', null)
    seat.read(platform)

    expect(seat.reader.tile('grids', z, x, y)).toHaveLength(0)
    expect(seat.reader.revisions()).toEqual({ ...before, grids: before.grids + 1 })
  })

  it('follows components that come, move and go', () => {
    const { seat, platform } = aTown()
    const where = tileAt(15)
    const dots = () => layersOf(seat.reader.tile('components', 15, where.x, where.y))['components']?.[0]?.loadGeometry().length ?? 0
    const row = { code: '3415230100000001', classCode: 'C0101', name: '上水井盖', state: 'intact', grid: null, department: null }
    const more = { ...row, owner: null, keeper: null, changedOn: null }
    expect(dots()).toBe(50)

    platform.put('component', '3415230100000099', { ...more, code: '3415230100000099', lng: LNG, lat: LAT })
    seat.read(platform)
    expect(dots()).toBe(51)

    platform.put('component', '3415230100000001', { ...more, lng: LNG + 1, lat: LAT }, 2)
    platform.put('component', '3415230100000002', null, 2)
    seat.read(platform)

    expect(dots()).toBe(49)
  })

  it.each([
    [-1, 0, 0],
    [3, 8, 0],
    [3, 0, -1],
    [99, 0, 0],
    [2.5, 1, 1],
    [Number.NaN, 0, 0],
  ])('gives nothing for a tile that does not exist: %d/%d/%d', (z, x, y) => {
    const { seat } = aTown()

    expect(isTile({ z, x, y })).toBe(false)
    expect(seat.reader.tile('components', z, x, y)).toHaveLength(0)
  })
})
