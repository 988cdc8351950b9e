import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { readBasemap } from './basemap.ts'
import { osmLimits } from './osm-reader.ts'

const tiny = join(import.meta.dirname, '../../../tests/import/fixtures/tiny.osm')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-basemap-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function refusalOf(name: string, text: string, profile: string | null = null): Promise<string> {
  await writeFile(join(folder, name), text)
  const read = await readBasemap(join(folder, name), profile)
  return read.ok ? 'read' : `${read.error.code} ${read.error.detail ?? ''}`
}

describe('an OpenStreetMap extract', () => {
  it('becomes layers with stable ids and carries its attribution and bounds', async () => {
    const map = unwrap(await readBasemap(tiny, null))

    expect(map.features.map(({ id, layer }) => `${layer} ${id}`)).toEqual([
      'poi osm:node/12',
      'road-main osm:way/20',
      'road-main osm:way/21',
      'building osm:way/26',
      'poi osm:way/26#label',
      'water osm:relation/30',
    ])
    expect(map.attribution).toBe('© OpenStreetMap contributors, ODbL 1.0')
    expect(map.bounds).toEqual([117.19, 28.28, 117.25, 28.32])
  })

  it('keeps what is still true of a thing cut by the edge and counts what is not', async () => {
    const map = unwrap(await readBasemap(tiny, null))

    expect(map.features.find(({ id }) => id === 'osm:way/21')?.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [117.201, 28.291],
        [117.202, 28.292],
      ],
    })
    expect(Object.fromEntries(map.left)).toEqual({ 'area with missing nodes': 1, 'multipolygon with missing ways': 1 })
  })

  it('joins the ways of a lake to one ring and cuts its island out', async () => {
    const map = unwrap(await readBasemap(tiny, null))

    const lake = map.features.find(({ layer }) => layer === 'water')?.geometry
    expect(lake?.type).toBe('Polygon')
    expect(lake?.type === 'Polygon' ? lake.coordinates.map((ring) => ring.length) : []).toEqual([5, 4])
  })

  it('finds a street once with all its names, and places by every name', async () => {
    const map = unwrap(await readBasemap(tiny, null))

    expect(map.streets.map(({ id, name, otherNames }) => [id, name, otherNames])).toEqual([['osm:way/20', '建设路', ['S206']]])
    expect(map.places.map(({ name, otherNames, kind }) => [name, kind, ...otherNames])).toEqual([
      ['贵溪五中', 'school', '五中', '第五中学'],
      ['市&政', 'building'],
    ])
  })
})

describe('a hostile map file', () => {
  it.each([
    ['entities', '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><osm/>', 'bad-file a document type'],
    ['an unknown entity', '<osm><node id="1" lat="1" lon="1"><tag k="name" v="&lol;"/></node></osm>', 'bad-file XML:'],
    ['nesting', `<osm>${'<a>'.repeat(100_000)}`, `too-large more than depth ${osmLimits.depth}`],
    ['a web page', '<html><body>sign in</body></html>', 'bad-file the root element is <html>'],
    ['half a file', '<osm><node id="1" lat="1" lon="1"/><way id="2"><nd re', 'bad-file XML:'],
    ['no XML', 'nodes\n1,2', 'bad-file '],
    ['an archive', 'PK\u0003\u0004', 'it is a ZIP archive'],
    ['no nodes', '<osm version="0.6"></osm>', 'bad-file no nodes'],
    ['nothing to show', '<osm><node id="1" lat="1" lon="1"/></osm>', 'bad-file nothing in it'],
  ])('with %s is refused in words', async (_, text, refusal) => {
    expect(await refusalOf('hostile.osm', text)).toContain(refusal)
  })

  it('cannot reach prototypes by its keys', async () => {
    const text =
      '<osm><node id="1" lat="1" lon="1"><tag k="__proto__" v="x"/><tag k="place" v="constructor"/><tag k="name" v="a"/></node>' +
      '<node id="2" lat="1" lon="2"><tag k="place" v="town"/><tag k="name" v="b&#10;c"/></node></osm>'
    await writeFile(join(folder, 'proto.osm'), text)

    const map = unwrap(await readBasemap(join(folder, 'proto.osm'), null))

    expect(map.features.map(({ name }) => name)).toEqual(['b c'])
  })

  it('is named when missing, empty or of another kind', async () => {
    const missing = await readBasemap(join(folder, 'none.osm'), null)

    expect(missing).toMatchObject({ ok: false, error: { code: 'file-not-readable' } })
    expect(await refusalOf('empty.osm', '')).toContain('bad-file')
    expect(await refusalOf('town.osm.pbf', 'x')).toContain('osmium')
    expect(await refusalOf('town.txt', 'x')).toContain('expected .osm, .geojson, .pmtiles or .mbtiles')
  })
})

describe('a GeoJSON layer', () => {
  const line = (properties: object, x: number) => ({
    type: 'Feature',
    properties,
    geometry: {
      type: 'LineString',
      coordinates: [
        [x, 42.37, 9.5],
        [x - 0.5, 42.371, 9.5],
      ],
    },
  })
  const collection = (...features: object[]): string => JSON.stringify({ type: 'FeatureCollection', features })
  const profile = {
    format: 'wanmi-basemap-import/1',
    name: 'x',
    attribution: 'City',
    source: 'city',
    id: '{ID}',
    tags: { highway: 'residential', name: '{Street}' },
  }

  it('is read through a profile, without its heights', async () => {
    await writeFile(join(folder, 'p.json'), JSON.stringify(profile))
    await writeFile(
      join(folder, 'streets.geojson'),
      `\uFEFF${collection(line({ ID: 7, Street: 'Main St' }, -71.1), line({ ID: 8, Street: 'Main St' }, -72.2))}`,
    )

    const map = unwrap(await readBasemap(join(folder, 'streets.geojson'), join(folder, 'p.json')))

    expect(map.features[0]).toMatchObject({
      id: 'city:7',
      layer: 'road-minor',
      name: 'Main St',
      geometry: {
        coordinates: [
          [-71.1, 42.37],
          [-71.6, 42.371],
        ],
      },
    })
    // Fifty kilometres apart: two streets of one name.
    expect(map.streets.map(({ id }) => id)).toEqual(['city:7', 'city:8'])
  })

  it('is refused with the member or feature to mend', async () => {
    await writeFile(join(folder, 'typo.json'), JSON.stringify({ ...profile, tags: { name: '{Stret}' } }))
    await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...profile, source: 'Ä', extra: 1 }))
    const text = collection(line({ ID: 7, Street: 'a' }, -71.1))

    expect(await refusalOf('a.geojson', text, join(folder, 'typo.json'))).toContain(
      'bad-profile tags.name: no feature has the property "Stret"',
    )
    expect(await refusalOf('a.geojson', text, join(folder, 'wrong.json'))).toMatch(/bad-profile .*source: .*extra/)
    expect(await refusalOf('b.geojson', collection(line({ ID: 7, Street: 'a' }, 710_000)))).toContain('EPSG:4326')
    expect(await refusalOf('c.geojson', '{"type":"Topology"}')).toContain('not a GeoJSON FeatureCollection')
    expect(await refusalOf('d.geojson', '['.repeat(100_000))).toContain('not JSON')
  })
})
