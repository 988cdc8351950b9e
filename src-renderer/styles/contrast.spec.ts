/// <reference types="node" />
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { meanings, symbolPaths } from './symbols.ts'

const css = readFileSync('src-renderer/styles/tokens.css', 'utf8')
type Tokens = ReadonlyMap<string, string>

const themes = new Map<string, Tokens>(
  [...css.matchAll(/:root\[data-theme='(\w+)'\]\s*\{([^}]*)\}/g)].map(([, name, body]) => [
    name!, new Map([...body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/gi)].map((match) => [match[1]!, match[2]!])),
  ]),
)

const channels = (hex: string): number[] => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const weigh = (weights: readonly number[], values: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * values[at]!, 0)
const luminance = (hex: string): number => weigh([0.2126, 0.7152, 0.0722], channels(hex).map(linear))

/** WCAG 2.2 contrast ratio. */
function ratio(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light! + 0.05) / (dark! + 0.05)
}

/** Machado 2009, deuteranopia of severity 1, in linear light. */
const DEUTERANOPIA = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
const seenByDeutan = (rgb: number[]): number[] => DEUTERANOPIA.map((row) => Math.min(1, Math.max(0, weigh(row, rgb))))
const LMS = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const LAB = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]

/** OKLab distance x 100 as somebody with deuteranopia sees it. */
function deutanDistance(a: string, b: string): number {
  const [p, q] = [a, b].map((hex) => {
    const lms = LMS.map((row) => Math.cbrt(weigh(row, seenByDeutan(channels(hex).map(linear)))))
    return LAB.map((row) => weigh(row, lms))
  })
  return 100 * Math.hypot(...p!.map((value, at) => value - q![at]!))
}

/** Every pair that stands on another, with the least ratio: text 4.5, what is not text 3. */
function pairs(): [front: string, back: string, least: number][] {
  const of = (fronts: string[], backs: string[], least: number): [string, string, number][] =>
    fronts.flatMap((front) => backs.map((back): [string, string, number] => [front, back, least]))
  const texts = ['text-1', 'text-2', 'text-3']
  return [
    ...of(texts, ['ground', 'panel', 'raised', 'sunken', 'select', 'hover'], 4.5),
    ...of(['on-ink'], ['ink', 'ink-hover'], 4.5),
    ...of(['focus'], ['ground', 'panel', 'raised', 'select'], 3),
    ...of(['line-control'], ['panel', 'raised'], 3),
    ...of(['map-label'], ['map-ground', 'map-block'], 4.5),
    ...of(['map-water-label'], ['map-water'], 4.5),
    ...meanings.flatMap((means) => [
      ...of([`st-${means}-text`], ['panel', 'raised', 'ground', 'select', `st-${means}-tint`], 4.5),
      ...of([`st-${means}-border`], ['panel', 'ground', 'raised', 'map-ground'], 3),
      ...of([`st-${means}-on`], [`st-${means}-fill`], 4.5),
      ...of(texts, [`st-${means}-tint`], 4.5),
    ]),
  ]
}

describe.each([...themes])('the %s theme', (_, tokens) => {
  const colour = (name: string): string => tokens.get(name) ?? expect.unreachable(`no token --${name}`)

  it('can be read: every pair keeps its contrast', () => {
    const misses = pairs().filter(([front, back, least]) => ratio(colour(front), colour(back)) < least)

    expect(misses).toEqual([])
  })

  it('keeps the five meanings apart for somebody with deuteranopia', () => {
    for (const [at, one] of meanings.entries()) {
      for (const other of meanings.slice(at + 1)) {
        const distance = deutanDistance(colour(`st-${one}-fill`), colour(`st-${other}-fill`))

        expect(distance, `${one} / ${other}`).toBeGreaterThanOrEqual(8)
      }
    }
  })
})

describe('the tokens', () => {
  it('have both themes with the same names', () => {
    expect([...themes.keys()]).toEqual(['light', 'dark'])
    expect([...themes.get('dark')!.keys()].sort()).toEqual([...themes.get('light')!.keys()].sort())
  })

  it('hold the same shapes as the symbols', () => {
    const inCss = Object.fromEntries([...css.matchAll(/--sym-(\w+): '([^']+)'/g)].map((match): [string, string] => [match[1]!, match[2]!]))

    expect(inCss).toEqual(symbolPaths)
  })
})
