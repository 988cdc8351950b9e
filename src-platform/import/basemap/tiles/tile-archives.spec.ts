import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { cutTiles, writeMbtiles, writePmtiles } from '#tests/builders/tile-archives.ts'
import type { ArchiveTiles, Layers } from '#tests/builders/tile-archives.ts'
import { basemapOfTiles } from '../basemap.ts'
import type { Basemap } from '../basemap.ts'
import { lengthM, ringArea } from '../../plane.ts'
import { openArchive } from './open-archive.ts'
import { plainText } from './tile-archive.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-tiles-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const collection = (...features: [object, GeoJSON.Geometry][]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
})
const line = (...coordinates: [number, number][]): GeoJSON.Geometry => ({ type: 'LineString', coordinates })
const square = (west: number, south: number, side: number): GeoJSON.Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
})

const bounds = [117, 31, 117.05, 31.05] as const
/** One road and one lake, both over several tiles; a house and a place. */
const openMapTiles: Layers = {
  transportation: collection([{ class: 'primary' }, line([117.001, 31.01], [117.049, 31.01])]),
  transportation_name: collection([
    { class: 'primary', name: '梅河路', name_en: 'Meihe Road' },
    line([117.001, 31.01], [117.049, 31.01]),
  ]),
  water: collection([{ class: 'lake' }, square(117.01, 31.015, 0.03)]),
  building: collection([{}, square(117.003, 31.003, 0.0005)]),
  place: collection([
    { class: 'town', name: '城关镇' },
    { type: 'Point', coordinates: [117.02, 31.02] },
  ]),
  boundary: collection([{ admin_level: 6 }, line([117, 31], [117.05, 31.05])]),
}
const about = { name: '测试底图', attribution: '<a href="x">&copy; OpenStreetMap contributors</a>' }
const cut = (layers: Layers): ArchiveTiles => cutTiles(layers, 14, bounds)

async function readTiles(path: string): Promise<Result<Basemap>> {
  const archive = await openArchive(path)
  if (!archive.ok) return archive
  try {
    return await basemapOfTiles(archive.value)
  } finally {
    await archive.value.close()
  }
}

async function fromPmtiles(layers: Layers): Promise<Basemap> {
  const path = join(folder, 'map.pmtiles')
  await writePmtiles(path, cut(layers), about)
  return unwrap(await readTiles(path))
}

const of = (map: Basemap, layer: string) => map.features.filter((feature) => feature.layer === layer)

describe('a base map of vector tiles', () => {
  it('has its roads, lakes and houses whole: pieces meet at the tiles’ edges and do not lie over one another', async () => {
    const map = await fromPmtiles(openMapTiles)

    const lake = of(map, 'water').flatMap(({ geometry }) => (geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []))
    const road = of(map, 'road-main').flatMap(({ geometry }) => (geometry.type === 'MultiLineString' ? geometry.coordinates : []))
    expect(lake.length).toBeGreaterThan(1)
    expect(lake.reduce((sum, ring) => sum + ringArea(ring), 0)).toBeCloseTo(0.03 * 0.03, 6)
    // The road is in two layers, with and without its name.
    expect(road.reduce((sum, piece) => sum + lengthM(piece), 0) / 2).toBeCloseTo(
      lengthM([
        [117.001, 31.01],
        [117.049, 31.01],
      ]),
      -1,
    )
    expect(of(map, 'building')).toHaveLength(1)
  })

  it('is found by names, shows whose it is, and says what it left out', async () => {
    const map = await fromPmtiles(openMapTiles)

    expect(map.streets.map(({ name }) => name)).toEqual(['梅河路'])
    expect(of(map, 'place').map(({ name }) => name)).toEqual(['城关镇'])
    expect(map.attribution).toBe('© OpenStreetMap contributors')
    expect(map.name).toBe('测试底图')
    expect([...map.left.keys()]).toEqual(['layer boundary'])
  })

  it('is the same map from an MBTiles archive', async () => {
    const path = join(folder, 'map.mbtiles')
    writeMbtiles(path, cut(openMapTiles), { ...about, format: 'pbf', bounds: bounds.join(',') })

    const map = unwrap(await readTiles(path))

    expect(map.features.map(({ id }) => id).sort()).toEqual((await fromPmtiles(openMapTiles)).features.map(({ id }) => id).sort())
    expect(map.bounds).toEqual([...bounds])
  })

  it.each([
    ['Protomaps', 'roads', { kind: 'major_road', kind_detail: 'secondary', name: '桃溪路' }, 'road-second'],
    ['Protomaps', 'roads', { kind: 'minor_road' }, 'road-minor'],
    ['Protomaps', 'roads', { kind: 'highway' }, 'road-main'],
    ['Shortbread', 'streets', { kind: 'tertiary' }, 'road-second'],
    ['Shortbread', 'streets', { kind: 'rail', rail: true }, 'rail'],
    ['OpenMapTiles', 'transportation', { class: 'minor' }, 'road-minor'],
    ['Protomaps', 'water', { kind: 'river' }, 'water'],
    ['Shortbread', 'water_lines', { kind: 'canal' }, 'water'],
  ])('%s: a line of %s %j is drawn as %s', async (_, layer, properties, drawn) => {
    const map = await fromPmtiles({ [layer]: collection([properties, line([117.01, 31.01], [117.02, 31.02])]) })

    expect(new Set(map.features.map((feature) => feature.layer))).toEqual(new Set([drawn]))
  })

  it.each([
    ['landuse', { kind: 'residential' }, 'block'],
    ['landcover', { class: 'grass' }, 'green'],
    ['land', { kind: 'forest' }, 'green'],
    ['park', { class: 'national_park' }, 'green'],
    ['sites', { kind: 'school' }, 'block'],
    ['water_polygons', { kind: 'pond' }, 'water'],
  ])('an area of %s %j is drawn as %s', async (layer, properties, drawn) => {
    const map = await fromPmtiles({ [layer]: collection([properties, square(117.01, 31.01, 0.01)]) })

    expect(new Set(map.features.map((feature) => feature.layer))).toEqual(new Set([drawn]))
  })
})

describe('an archive that cannot be taken', () => {
  const refusal = async (name: string): Promise<string> => {
    const read = await readTiles(join(folder, name))
    return read.ok ? 'taken' : `${read.error.code} ${read.error.detail ?? ''}`
  }

  it('of a kind no map draws says which are taken', async () => {
    await writePmtiles(join(folder, 'avif.pmtiles'), cut(openMapTiles), about, 5)
    writeMbtiles(join(folder, 'tiff.mbtiles'), cut(openMapTiles), { format: 'tiff' })

    expect(await refusal('avif.pmtiles')).toMatch(/^bad-file .*of type 5; vector tiles, PNG, JPEG or WebP are needed/)
    expect(await refusal('tiff.mbtiles')).toMatch(/^bad-file .*format tiff; vector tiles \(pbf\), png, jpg or webp are needed/)
  })

  it('of a whole country is too large and says how to cut it', async () => {
    await writePmtiles(join(folder, 'big.pmtiles'), { ...cut(openMapTiles), bounds: [100, 20, 120, 40] }, about)

    expect(await refusal('big.pmtiles')).toMatch(/^too-large .*pmtiles extract --bbox/)
  })

  it.each(['a.pmtiles', 'a.mbtiles'])('that is something else is refused: %s', async (name) => {
    await writeFile(join(folder, name), '<html>not found</html>'.repeat(100))

    expect(await refusal(name)).toMatch(/^bad-file .*not a readable/)
  })

  it('with a broken tile names the tile', async () => {
    const archive = cut(openMapTiles)
    const [first = ''] = archive.tiles.keys()
    const broken = { ...archive, tiles: new Map([...archive.tiles, [first, Buffer.from('no tile at all')]]) }
    writeMbtiles(join(folder, 'broken.mbtiles'), broken, { format: 'pbf' })

    expect(await refusal('broken.mbtiles')).toContain(`tile 14/${first} cannot be read`)
  })
})

describe('an attribution', () => {
  it('is read as text, never as HTML', () => {
    expect(plainText('<a href="https://x" onclick="y">&copy; A &amp; B</a><script>x</script>')).toBe('© A & Bx')
    expect(plainText('')).toBeNull()
  })
})

describe('a damaged archive', () => {
  it.each([
    ['a tile that does not unpack', Buffer.from([0x1f, 0x8b, 9, 9, 9])],
    ['a tile that unpacks without end', gzipSync(Buffer.alloc(65 * 1024 * 1024))],
    ['a tile that is no tile', Buffer.from('hello, world')],
  ])('is refused in words: %s', async (_, bytes) => {
    const path = join(folder, 'damaged.mbtiles')
    const whole = cut(openMapTiles)
    const tiles = new Map([...whole.tiles].map(([at, tile], i) => [at, i === 1 ? bytes : tile]))
    await rm(path, { force: true })
    writeMbtiles(path, { ...whole, tiles }, { format: 'pbf', attribution: 'us' })

    const map = await readTiles(path)

    expect(map.ok ? 'read' : `${map.error.code} ${map.error.detail ?? ''}`).toMatch(/^bad-file (the )?tile .*cannot be read/)
  })
})
