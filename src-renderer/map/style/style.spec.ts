/// <reference types="node" />
import { readFileSync } from 'node:fs'
import type { LayerSpecification } from 'maplibre-gl'
import { describe, expect, it } from 'vitest'
import type { MapPictures } from '#shared/domain/geometry/map-pictures.ts'
import { fontStacks, seatScale, wallScale } from '../look.ts'
import type { MapLook, MapScale } from '../look.ts'
import { buildStyle, layerSwitches } from './build-style.ts'

const css = readFileSync('src-renderer/styles/tokens.css', 'utf8') + readFileSync('src-renderer/map/map.css', 'utf8')
const revisions = { basemap: 1, grids: 2, components: 3, cases: 4, pictures: 5 }
const pictures: MapPictures = { minZoom: 12, maxZoom: 16, tileSize: 256, bounds: [117, 31, 118, 32] }

function lookOf(theme: 'light' | 'dark', scale: MapScale, asked: Set<string>): MapLook {
  const blocks = css.matchAll(new RegExp(`:root\\[data-theme='${theme}'\\]\\s*\\{([^}]*)\\}`, 'g'))
  const block = [...blocks].map(([, inner]) => inner ?? '').join('\n')
  const values = new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match): [string, string] => [match[1]!, match[2]!.trim()]))
  const token = (name: string): string => {
    asked.add(name)
    return values.get(name) ?? expect.unreachable(`no token --${name} in ${theme}`)
  }
  return { token, scale, fonts: fontStacks("'Inter Variable', 'Noto Sans SC Variable', sans-serif") }
}

/** Every size a text may have: numbers of its expression that are sizes, not zooms or ranks. */
function textSizes(layers: readonly LayerSpecification[]): number[] {
  return layers.flatMap((layer) => {
    const size: unknown = layer.type === 'symbol' && layer.layout !== undefined && 'text-field' in layer.layout ? layer.layout['text-size'] : undefined
    if (typeof size === 'number') return [size]
    if (!Array.isArray(size)) return []
    if (size[0] === 'interpolate') return size.slice(3).filter((_, at): boolean => at % 2 === 1) as number[]
    const [, steps, factor] = size as ['*', unknown[], number]
    return steps.slice(2).filter((_, at) => at % 2 === 0).map((px) => (px as number) * factor)
  })
}

describe.each(['light', 'dark'] as const)('the map by %s', (theme) => {
  const asked = new Set<string>()
  const style = buildStyle(lookOf(theme, seatScale, asked), { revisions })
  const colours = (value: unknown): string[] => (typeof value === 'string' ? (/^(#|rgb|hsl)/.test(value) ? [value] : []) : Array.isArray(value) ? value.flatMap(colours) : [])

  it('draws every layer from a source that is there', () => {
    const sources = Object.keys(style.sources)

    for (const layer of style.layers) if (layer.type !== 'background') expect(sources, layer.id).toContain('source' in layer ? layer.source : '')
    expect(new Set(style.layers.map(({ id }) => id)).size).toBe(style.layers.length)
  })

  it('paints with colours of the tokens and no other', () => {
    const known = new Set([...asked].map((name) => lookOf(theme, seatScale, new Set()).token(name)))

    const used = style.layers.flatMap(({ paint }) => Object.values(paint ?? {}).flatMap(colours))

    expect(used.length).toBeGreaterThan(style.layers.length)
    expect(used.filter((colour) => !known.has(colour))).toEqual([])
  })

  it('gives no object a status colour', () => {
    for (const id of ['component', 'component-far', 'manhole', 'history', 'grid']) {
      const used = colours(Object.values(style.layers.find((layer) => layer.id === id)?.paint ?? {}))

      for (const colour of used) expect(css.split('\n').filter((line) => line.includes(colour)).some((line) => /--(map|panel|n)-?/.test(line)), id).toBe(true)
    }
  })
})

describe('the order of the map', () => {
  const ids = buildStyle(lookOf('light', seatScale, new Set()), { revisions }).layers.map(({ id }) => id)

  it('is ground, roads, ledgers, names, cases, what is in hand', () => {
    const order = ['ground', 'building', 'road-minor-case', 'road-main', 'grid', 'component', 'history', 'grid-label', 'road-main-label', 'place', 'pin', 'mark-point']

    expect(order.map((id) => ids.indexOf(id))).toEqual([...order.map((id) => ids.indexOf(id))].sort((a, b) => a - b))
    expect(order.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('has a layer for every switch', () => {
    expect(Object.values(layerSwitches).flat().filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe('the tiles', () => {
  it('are asked for through the door, each layer as of its own revision', () => {
    const { sources } = buildStyle(lookOf('light', seatScale, new Set()), { revisions })

    expect(sources['components']).toMatchObject({ type: 'vector', tiles: ['hall://components/{z}/{x}/{y}?r=3'] })
    expect(sources['basemap']).toMatchObject({ maxzoom: 16 })
  })
})

describe.each(['light', 'dark'] as const)('a base map of pictures by %s', (theme) => {
  const look = lookOf(theme, seatScale, new Set())
  const { layers, sources } = buildStyle(look, { revisions, pictures })

  it('lies directly on the ground, beneath everything else, and is asked for where it is', () => {
    expect(layers.slice(0, 3).map(({ id }) => id)).toEqual(['ground', 'pictures', 'block'])
    expect(sources['pictures']).toEqual({
      type: 'raster', tiles: ['hall://pictures/{z}/{x}/{y}?r=5'],
      tileSize: 256, minzoom: 12, maxzoom: 16, bounds: [117, 31, 118, 32],
    })
  })

  it('is muted, and seen through the areas drawn over it', () => {
    const paint = layers.find((layer) => layer.type === 'raster')?.paint

    expect(paint?.['raster-opacity']).toBeLessThanOrEqual(0.5)
    expect(paint?.['raster-saturation']).toBeLessThan(-0.5)
    expect(layers.find(({ id }) => id === 'block')?.paint).toMatchObject({ 'fill-opacity': 0.4 })
  })

  it('that is not there leaves the map as it was', () => {
    const without = buildStyle(look, { revisions })

    expect(Object.keys(without.sources)).not.toContain('pictures')
    expect(without.layers.some(({ type }) => type === 'raster')).toBe(false)
    expect(without.layers.find(({ id }) => id === 'block')?.paint).toMatchObject({ 'fill-opacity': 1 })
  })
})

describe('a wall', () => {
  it('writes nothing smaller than its legible floor', () => {
    const unitPx = 30
    const look = lookOf('dark', wallScale(unitPx), new Set())

    const sizes = textSizes(buildStyle(look, { revisions }).layers)

    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(unitPx * 1.15 - 0.001)
  })

  it('draws symbols 2 to 2.5 times as large, whatever is asked', () => {
    expect(wallScale(30).symbol).toBe(2.25)
    expect(wallScale(30, 9).symbol).toBe(2.5)
    expect(wallScale(Number.NaN).text).toBeGreaterThan(2.5)
  })

  it('drops a text that does not fit instead of laying it over another', () => {
    const { layers } = buildStyle(lookOf('dark', seatScale, new Set()), { revisions })

    const overlapping = layers.filter((layer) => layer.type === 'symbol' && layer.layout?.['text-allow-overlap'] === true)

    expect(overlapping.map(({ id }) => id)).toEqual(['pin-number', 'mark-radius', 'mark-number'])
  })
})
