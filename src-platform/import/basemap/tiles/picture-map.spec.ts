import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { MapPictures } from '#shared/domain/geometry/map-pictures.ts'
import { MapTile } from '#shared/platform-api/map-tiles.ts'
import { jpegTile, pngTile, webpTile } from '#tests/builders/picture-tiles.ts'
import { writeMbtiles, writePmtiles } from '#tests/builders/tile-archives.ts'
import type { ArchiveTiles } from '#tests/builders/tile-archives.ts'
import type { Box } from '../../plane.ts'
import { openArchive } from './open-archive.ts'
import { pictureOf } from './picture.ts'
import { readPictureMap } from './picture-map.ts'
import { tileRange } from './tile-archive.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-pictures-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const bounds: Box = [117.001, 31.001, 117.049, 31.049]
const about = { name: '影像', attribution: '<b>&copy; 省测绘院</b>' }

/** Every tile of the box at these zooms. */
function picturesOf(picture: Buffer, [minZoom, zoom]: readonly [number, number], box = bounds): ArchiveTiles {
  const tiles = new Map<string, Uint8Array>()
  for (let z = minZoom; z <= zoom; z += 1) {
    const { x, y } = tileRange(box, z)
    for (let column = x[0]; column <= x[1]; column += 1)
      for (let row = y[0]; row <= y[1]; row += 1) tiles.set(`${z}/${column}/${row}`, picture)
  }
  return { minZoom, zoom, bounds: box, tiles }
}

interface Read {
  readonly pictures: MapPictures
  readonly rows: readonly MapTile[]
  readonly outside: number
  readonly attribution: string | null
}

async function read(path: string, town: Box | null = null): Promise<Result<Read>> {
  const archive = await openArchive(path)
  if (!archive.ok) return archive
  try {
    const map = await readPictureMap(archive.value, town)
    if (!map.ok) return map
    const { pictures, outside } = map.value
    const rows: MapTile[] = []
    for await (const row of map.value.rows()) rows.push(row)
    return { ok: true, value: { pictures, outside, rows, attribution: archive.value.attribution } }
  } finally {
    await archive.value.close()
  }
}

async function mbtiles(archive: ArchiveTiles, metadata: Record<string, string>): Promise<string> {
  const path = join(folder, 'map.mbtiles')
  await rm(path, { force: true })
  writeMbtiles(path, archive, metadata)
  return path
}

describe('an archive of pictures', () => {
  const kinds = [
    ['png', 2, pngTile()],
    ['jpeg', 3, jpegTile()],
    ['webp', 4, webpTile()],
  ] as const

  it.each(kinds)('of %s is read whole, with its zooms, bounds and owner', async (type, tileType, picture) => {
    const path = join(folder, `${type}.pmtiles`)
    const archive = picturesOf(picture, [12, 14])
    await writePmtiles(path, archive, about, tileType)

    const { pictures, rows, attribution } = unwrap(await read(path))

    expect(rows.map(({ id }) => id).sort()).toEqual([...archive.tiles.keys()].sort())
    for (const row of rows) expect(MapTile.parse(row)).toEqual({ id: row.id, type, data: picture.toString('base64') })
    expect(MapPictures.parse(pictures)).toMatchObject({ minZoom: 12, maxZoom: 14, tileSize: 256 })
    // Whole tiles, so a little more than was asked for.
    expect(pictures.bounds[0]).toBeLessThanOrEqual(bounds[0])
    expect(pictures.bounds[3]).toBeGreaterThanOrEqual(bounds[3])
    expect(pictures.bounds[2] - pictures.bounds[0]).toBeLessThan(0.1)
    expect(attribution).toBe('© 省测绘院')
  })

  it('is the same from an MBTiles file, whose rows count from the south', async () => {
    const archive = picturesOf(jpegTile(512), [13, 14])

    const { rows, pictures } = unwrap(await read(await mbtiles(archive, { ...about, format: 'jpg' })))

    expect(rows.map(({ id }) => id).sort()).toEqual([...archive.tiles.keys()].sort())
    expect(pictures.tileSize).toBe(512)
  })

  it('larger than the town leaves out the tiles outside it', async () => {
    const town: Box = [117.001, 31.001, 117.01, 31.01]
    const path = await mbtiles(picturesOf(pngTile(), [12, 14]), { format: 'png' })

    const { rows, outside } = unwrap(await read(path, town))

    expect(rows.length).toBe(picturesOf(pngTile(), [12, 14], town).tiles.size)
    expect(outside).toBe(picturesOf(pngTile(), [12, 14]).tiles.size - rows.length)
  })
})

describe('an archive of pictures that cannot be taken', () => {
  const refusal = async (path: string, town: Box | null = null): Promise<string> => {
    const map = await read(path, town)
    return map.ok ? 'taken' : `${map.error.code} ${map.error.detail ?? ''}`
  }
  /** The archive with one of its tiles changed. */
  const withTile = (bytes: Uint8Array): { archive: ArchiveTiles; at: string } => {
    const archive = picturesOf(pngTile(), [13, 14])
    const at = [...archive.tiles.keys()].at(-1) ?? ''
    return { archive: { ...archive, tiles: new Map([...archive.tiles, [at, bytes]]) }, at }
  }

  it.each([
    ['of another kind', jpegTile(), 'is jpeg, the archive says png: mixed tiles are not taken'],
    ['of another size', pngTile(512), '512 pixels wide, the tiles before 256'],
    ['broken off', pngTile().subarray(0, 200), 'no whole PNG, JPEG or WebP (begins 89504e470d0a1a0a)'],
    ['of vectors', Buffer.from('1a0f0a05', 'hex'), 'no whole PNG, JPEG or WebP (begins 1a0f0a05)'],
    ['of nothing', Buffer.alloc(0), 'begins with nothing'],
    ['of a page that asks to sign in', Buffer.from('<!DOCTYPE html><html>sign in</html>'), 'no whole PNG'],
    ['of one pixel', pngTile(1), '1 × 1 pixels'],
    ['beyond any tile’s size', Buffer.alloc(1024 * 1024 + 1), '1048577 bytes, at most 1048576'],
  ])('for a tile %s names it', async (_, bytes, why) => {
    const { archive, at } = withTile(bytes)

    const said = await refusal(await mbtiles(archive, { format: 'png' }))

    expect(said).toMatch(new RegExp(`^bad-tile tile ${at}`))
    expect(said).toContain(why)
  })

  it('for a tile that does not unpack names the one before', async () => {
    const { archive } = withTile(Buffer.from([0x1f, 0x8b, 9, 9]))

    expect(await refusal(await mbtiles(archive, { format: 'png' }))).toMatch(/^bad-tile the tile after 14\/.*cannot be read/)
  })

  it('for lying elsewhere says where the town is', async () => {
    const path = await mbtiles(picturesOf(pngTile(), [13, 14]), { format: 'png' })

    expect(await refusal(path, [-71.2, 42.3, -71, 42.4])).toBe('outside-hall no tile of zoom 14 touches -71.2, 42.3, -71, 42.4')
  })

  it('for its extent says how to cut it', async () => {
    const path = join(folder, 'country.pmtiles')
    await writePmtiles(path, { ...picturesOf(pngTile(), [14, 14]), minZoom: 5, bounds: [100, 20, 120, 40] }, about, 2)

    expect(await refusal(path)).toMatch(/^too-large .*at zooms 5 to 14, at most 20000; cut it: pmtiles extract --bbox/)
  })
})

describe('a picture', () => {
  it.each([pngTile(), jpegTile(), webpTile()])('cut anywhere is no picture and breaks nothing (%#)', (whole) => {
    const taken = Array.from({ length: whole.length }, (_, length) => pictureOf(whole.subarray(0, length))).filter(
      (picture) => picture !== null,
    )
    expect(taken).toEqual([])
    expect(pictureOf(whole)).toMatchObject({ width: 256, height: 256 })
  })
})
