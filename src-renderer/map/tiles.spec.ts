import { fromGeojsonVt } from '@maplibre/vt-pbf'
import { GeoJSONVT } from '@maplibre/geojson-vt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TileLayer } from '#shared/contracts/map.contract.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { createLetters } from './letters.ts'
import { createTileLoader } from './tile-door.ts'
import { createTileKeeper } from './tile-keeper.ts'
import { parseTileUrl, tileUrl } from './tile-url.ts'
import { wideCharactersIn } from './tile-words.ts'

const anyLetters = { ready: () => Promise.resolve() }
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('the address of a tile', () => {
  it('says layer, place and revision, and is read back as written', () => {
    const place = fc.record({ z: fc.integer({ min: 0, max: 22 }), x: fc.nat(4_194_303), y: fc.nat(4_194_303) })
    fc.assert(fc.property(fc.constantFrom(...TileLayer.options), fc.nat(), place, (layer, revision, { z, x, y }) => {
      const url = tileUrl(layer, revision).replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`)

      expect(parseTileUrl(url)).toEqual({ layer, z, x, y })
    }))
  })

  it('changes with the revision and with each new attempt', () => {
    expect(tileUrl('grids', 5)).toBe('hall://grids/{z}/{x}/{y}?r=5')
    expect(new Set([tileUrl('grids', 5), tileUrl('grids', 6), tileUrl('grids', 5, 1)]).size).toBe(3)
  })

  it.each(['hall://roads/1/1/1?r=1', 'https://grids/1/1/1', 'hall://grids/1/1', 'hall://grids/-1/0/0', 'hall://grids/1/1/1/../x', ''])('is not %s', (url) => {
    expect(parseTileUrl(url)).toBeUndefined()
  })
})

describe('a tile through the door', () => {
  interface Loaded { data: number[][]; heard: (ErrorCode | null)[] }
  const load = async (replies: Result<Uint8Array>[], abort = new AbortController()): Promise<Loaded> => {
    const heard: (ErrorCode | null)[] = []
    const left = [...replies]
    const loader = createTileLoader({
      fetchTile: () => Promise.resolve(left.shift() ?? refuse('internal')), letters: anyLetters, onAnswer: (_, refusal) => heard.push(refusal),
    })
    const data: number[][] = []
    for (const _ of replies) data.push([...new Uint8Array((await loader({ url: 'hall://grids/14/1/2?r=1' }, abort)).data)])
    return { data, heard }
  }

  it('comes in a buffer of its own, not in the frame it travelled in', async () => {
    const frame = bytes(9, 9, 1, 2, 3, 9).subarray(2, 5)

    expect((await load([ok(frame)])).data).toEqual([[1, 2, 3]])
  })

  it('that is refused is told, and what was shown there stays', async () => {
    const { data, heard } = await load([ok(bytes(1, 2)), refuse('host-gone'), ok(bytes(3))])

    expect(data).toEqual([[1, 2], [1, 2], [3]])
    expect(heard).toEqual([null, 'host-gone', null])
  })

  it('that was never there is empty while it is refused', async () => {
    expect((await load([refuse('storage-failed')])).data).toEqual([[]])
  })

  it('of pictures is a clear picture where there is none, and otherwise comes as it is', async () => {
    const replies = [ok(bytes()), ok(bytes(1, 2))]
    const loader = createTileLoader({ fetchTile: () => Promise.resolve(replies.shift() ?? refuse('internal')), letters: anyLetters, onAnswer: () => undefined })
    const read = async (): Promise<number[]> => [...new Uint8Array((await loader({ url: 'hall://pictures/14/1/2?r=1' }, new AbortController())).data)]

    expect((await read()).slice(0, 4)).toEqual([0x89, 0x50, 0x4e, 0x47])
    expect(await read()).toEqual([1, 2])
  })

  it('that nobody waits for any more is dropped without a word', async () => {
    const abort = new AbortController()
    abort.abort()

    await expect(load([refuse('host-gone')], abort)).rejects.toThrow(/abort/i)
  })
})

describe('the kept tiles', () => {
  it('never hold more than they may, and lose first what was not looked at longest', () => {
    const keeper = createTileKeeper(10)
    keeper.keep('a', new Uint8Array(4))
    keeper.keep('b', new Uint8Array(4))
    keeper.kept('a')

    keeper.keep('c', new Uint8Array(4))

    expect(['a', 'b', 'c'].map((key) => keeper.kept(key)?.length)).toEqual([4, undefined, 4])
  })

  it('leave out a tile that is larger than all they may hold', () => {
    const keeper = createTileKeeper(10)

    keeper.keep('huge', new Uint8Array(11))

    expect(keeper.kept('huge')).toBeUndefined()
  })
})

describe('the characters of a tile', () => {
  const tileOf = (properties: Record<string, string | number>): Uint8Array => {
    const index = new GeoJSONVT({ type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [0, 0] } }] }, {})
    return fromGeojsonVt({ place: index.getTile(0, 0, 0)! }, { version: 2, extent: 4096 })
  }

  it('are its Chinese ones, each once, whatever else the tile holds', () => {
    expect([...wideCharactersIn(tileOf({ name: '贵溪大道 East 贵溪', rank: 3, share: 0.25, negative: -4 }))].sort().join('')).toBe([...'贵溪大道'].sort().join(''))
    expect(wideCharactersIn(tileOf({ name: 'Main Street' }))).toBe('')
  })

  it('of damaged bytes are what could be read; nothing hangs or throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (damaged) => {
      expect(typeof wideCharactersIn(damaged)).toBe('string')
    }))
  })
})

describe('the letters', () => {
  it('are fetched once for each character', async () => {
    const asked: string[] = []
    const letters = createLetters({ load: (_, text) => Promise.resolve(asked.push(text)) }, 'Noto')

    await letters.ready('贵溪')
    await letters.ready('溪大')

    expect(asked).toEqual(['贵溪', '大'])
  })

  it('that cannot be had hold no tile back', async () => {
    const letters = createLetters({ load: () => Promise.reject(new Error('404')) }, 'Noto')

    await expect(letters.ready('贵')).resolves.toBeUndefined()
  })
})
