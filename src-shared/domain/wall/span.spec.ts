import { assert, constant, constantFrom, double, integer, property, record, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitBox, screenOf } from './camera.ts'
import { haveOverlap, readDisplays, usualFittings } from './display.ts'
import type { Display } from './display.ts'
import { spanOf } from './span.ts'

/** Monitors in rows and columns, as walls are hung; every row may have its own height, every column its own width. */
const walls = record({
  widths: tuple(integer({ min: 200, max: 4000 }), integer({ min: 200, max: 4000 }), integer({ min: 200, max: 4000 })),
  heights: tuple(integer({ min: 200, max: 3000 }), integer({ min: 200, max: 3000 })),
  columns: integer({ min: 1, max: 3 }),
  rows: integer({ min: 1, max: 2 }),
  origin: tuple(integer({ min: -5000, max: 5000 }), integer({ min: -5000, max: 5000 })),
  scale: constantFrom(1, 2),
  bezelMm: double({ min: 0, max: 60, noNaN: true }),
  pitchMm: constant(0.63),
}).map(({ widths, heights, columns, rows, origin, scale, bezelMm, pitchMm }) => {
  const displays: Display[] = []
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = origin[0] + widths.slice(0, column).reduce((sum, one) => sum + one, 0)
      const y = origin[1] + heights.slice(0, row).reduce((sum, one) => sum + one, 0)
      displays.push({ id: `d${row}${column}`, x, y, width: widths[column] ?? 200, height: heights[row] ?? 200, scale })
    }
  }
  return { displays, bezelMm, pitchMm, columns, rows }
})

describe('one picture over all monitors', () => {
  it('gives every monitor a part of its own size, and no pixel of the picture to two', () => {
    assert(
      property(walls, ({ displays, bezelMm, pitchMm }) => {
        const span = spanOf(displays, { bezelMm, pitchMm })

        expect(haveOverlap(span.parts.map((part) => ({ ...part, scale: 1 })))).toBe(false)
        for (const [at, part] of span.parts.entries()) {
          expect([part.width, part.height]).toEqual([displays[at]?.width, displays[at]?.height])
          expect(part.x).toBeGreaterThanOrEqual(0)
          expect(part.x + part.width).toBeLessThanOrEqual(span.width)
        }
      }),
    )
  })

  it('covers the whole picture with parts and bezels, and nothing twice', () => {
    assert(
      property(walls, ({ displays, bezelMm, pitchMm, columns, rows }) => {
        const span = spanOf(displays, { bezelMm, pitchMm })

        const seen = span.parts.reduce((sum, { width, height }) => sum + width * height, 0)
        const [wide, high] = [span.width - (columns - 1) * span.gapPx, span.height - (rows - 1) * span.gapPx]
        expect(seen).toBeCloseTo(wide * high, 3)
        expect([span.hiddenX.length, span.hiddenY.length]).toEqual([columns - 1, rows - 1])
        for (const { from, to } of span.hiddenX)
          for (const { x, width } of span.parts) expect(x + width <= from || x >= to).toBe(true)
      }),
    )
  })

  it('shows a place at the pixel where one big map would have it, on whichever monitor it falls', () => {
    assert(
      property(walls, double({ min: 0.3, max: 0.7, noNaN: true }), ({ displays, bezelMm, pitchMm }, share) => {
        const span = spanOf(displays, { bezelMm, pitchMm })
        const camera = fitBox([116.9, 31.4, 117.0, 31.5], span, { top: 0, right: 0, bottom: 0, left: 0 })
        const place = { lng: 116.9 + 0.1 * share, lat: 31.4 + 0.1 * share }

        const [x, y] = screenOf(camera, place, span)
        const onPane = span.parts.map((part) => ({ part, x: x - part.x, y: y - part.y }))

        for (const one of onPane)
          expect([one.x + one.part.x, one.y + one.part.y]).toEqual([expect.closeTo(x, 6), expect.closeTo(y, 6)])
      }),
    )
  })

  it('keeps the gap in whole device pixels', () => {
    const pair: Display[] = [
      { id: 'a', x: 0, y: 0, width: 960, height: 540, scale: 2 },
      { id: 'b', x: 960, y: 0, width: 960, height: 540, scale: 2 },
    ]

    const span = spanOf(pair, { bezelMm: 3.5, pitchMm: 0.315 })

    expect(span.gapPx * 2).toBe(11)
    expect(span.parts[1]?.x).toBe(965.5)
  })

  it('gives a wide monitor under two others no gap of its own', () => {
    const three = readDisplays('1920x1080+0+0,1920x1080+1920+0,3840x1080+0+1080') ?? []

    const span = spanOf(three, { bezelMm: 30, pitchMm: 1.25 })

    expect(span).toMatchObject({ width: 3864, height: 2184, gapPx: 24 })
    expect(span.parts.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [1944, 0],
      [0, 1104],
    ])
  })
})

describe('monitors on a command line', () => {
  it.each([
    '',
    'auto',
    '1920x1080',
    '1920x1080+0+0,',
    '1920x1080+0+0,1920x1080+100+0',
    '0x0+0+0',
    '1920x1080+0+0 ',
    '99999x99999+0+0',
    '1920x1080+0+0\0',
  ])('takes %j for no monitors', (text) => {
    expect(readDisplays(text)).toEqual(text === '1920x1080+0+0 ' ? [expect.objectContaining({ width: 1920 })] : undefined)
  })

  it('are read with their places, also left of the first', () => {
    expect(readDisplays('1920x1080+0+0,1280x1024-1280+56')?.[1]).toEqual({
      id: 'd2',
      x: -1280,
      y: 56,
      width: 1280,
      height: 1024,
      scale: 1,
    })
  })
})

describe('a wall that nobody has measured', () => {
  it.each([
    ['1920x1080+0+0', 5],
    ['3840x2160+0+0', 8],
    ['1920x1080+0+0,1920x1080+0+1080', 8],
  ])('of %s is read from %i m', (text, metres) => {
    expect(usualFittings(readDisplays(text) ?? []).distanceM).toBe(metres)
  })
})
