import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SavedBounds, placeWindow } from './window-bounds.ts'

const left = { workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
const right = { workArea: { x: 1920, y: 0, width: 1920, height: 1080 } }
const where = { x: 2000, y: 50, width: 1400, height: 900 }

describe('the place of a window', () => {
  it('is where it was, as long as that display is there', () => {
    expect(placeWindow(where, [left, right])).toEqual(where)
  })

  it('is the middle of the main display when its own was unplugged', () => {
    expect(placeWindow(where, [left])).toEqual({ x: 260, y: 70, width: 1400, height: 900 })
  })

  it('is reachable by its title bar, not only by a corner', () => {
    expect(placeWindow({ ...where, x: 100, y: -500 }, [left]).y).toBe(70)
    expect(placeWindow({ ...where, x: 1900, y: 10 }, [left]).x).toBe(260)
  })

  it('without a history is the preferred display, smaller where that one is small', () => {
    expect(placeWindow(null, [left, right], 1).x).toBeGreaterThanOrEqual(1920)
    expect(placeWindow(null, [left], 1).x).toBe(240)
    const small = { x: 10, y: 20, width: 800, height: 600 }
    expect(placeWindow(null, [{ workArea: small }])).toEqual(small)
  })

  it('does not fail where no display is left', () => {
    expect(placeWindow(where, [])).toEqual({ x: 20, y: 0, width: 1400, height: 900 })
  })

  it('always lies on a display with something of its top edge', () => {
    const coordinate = fc.integer({ min: -20_000, max: 20_000 })
    const size = fc.integer({ min: 1, max: 10_000 })
    const saved = fc.record({ x: coordinate, y: coordinate, width: size, height: size })
    const monitor = fc.record({
      x: coordinate,
      y: coordinate,
      width: fc.integer({ min: 640, max: 8_000 }),
      height: fc.integer({ min: 480, max: 8_000 }),
    })
    fc.assert(
      fc.property(saved, fc.array(monitor, { minLength: 1, maxLength: 6 }), (before, areas) => {
        const { x, y, width } = placeWindow(before, areas.map((workArea) => ({ workArea })))
        const isOn = (area: typeof before): boolean =>
          y >= area.y && y < area.y + area.height && x < area.x + area.width && x + width > area.x

        expect(areas.some(isOn)).toBe(true)
      }),
    )
  })
})

describe('a kept place', () => {
  const good = { x: 0, y: 0, width: 1, height: 1, maximized: false, fullScreen: false }

  it.each([null, {}, { ...good, x: 1.5 }, { ...good, width: 0 }, { ...good, y: '0' }, { ...good, maximized: 1 }])('%j is not one', (value) => {
    expect(SavedBounds.safeParse(good).success).toBe(true)
    expect(SavedBounds.safeParse(value).success).toBe(false)
  })
})
