import { assert, double, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitBox, screenOf } from './camera.ts'
import { cameraAt, coverAt, FADE_MS, isOver, MOST_PX_PER_S, placeAt, planTo, shiftPx, standAt } from './camera-plan.ts'

const wall = { width: 3864, height: 2184 }
const cameras = record({
  lng: double({ min: 116.8, max: 117.1, noNaN: true }),
  lat: double({ min: 31.3, max: 31.6, noNaN: true }),
  zoom: double({ min: 12, max: 17, noNaN: true }),
})
const near = { lng: 116.95, lat: 31.46, zoom: 15 }
const FRAME_MS = 1_000 / 60

describe('a camera plan', () => {
  it('begins where the camera stands and ends exactly where it should, on every pane', () => {
    assert(
      property(cameras, cameras, (from, to) => {
        const plan = planTo(from, to, wall, 10_000)

        expect(cameraAt(plan, 10_000, wall)).toEqual(
          from.lng === to.lng && from.lat === to.lat && from.zoom === to.zoom ? to : from,
        )
        expect(cameraAt(plan, plan.startAtHostMs + plan.durationMs, wall)).toEqual(to)
        expect(isOver(plan, plan.startAtHostMs + plan.durationMs)).toBe(true)
      }),
    )
  })

  it('never moves anything on the wall faster than 600 px a second; what would is cross-faded', () => {
    assert(
      property(cameras, cameras, (from, to) => {
        const plan = planTo(from, to, wall, 0)
        if (plan.way !== 'fly') {
          expect(['fade', 'stand']).toContain(plan.way)
          return
        }
        for (let at = plan.startAtHostMs; at < plan.startAtHostMs + plan.durationMs; at += FRAME_MS) {
          const [before, now] = [cameraAt(plan, at, wall), cameraAt(plan, at + FRAME_MS, wall)]
          for (const corner of [
            [0, 0],
            [wall.width, wall.height],
          ] as const) {
            expect(shiftPx(corner, before, now, wall)).toBeLessThanOrEqual((MOST_PX_PER_S * FRAME_MS * 1.05) / 1_000)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is continuous: between two neighbouring instants nothing jumps', () => {
    assert(
      property(cameras, double({ min: -0.004, max: 0.004, noNaN: true }), integer({ min: 0, max: 7_999 }), (from, by, at) => {
        const plan = planTo(from, { ...from, lng: from.lng + by, zoom: Math.min(17, from.zoom + 0.1) }, wall, 0)

        const [one, next] = [cameraAt(plan, at, wall), cameraAt(plan, at + 1, wall)]

        expect(plan.way === 'fade' ? 0 : shiftPx([0, 0], one, next, wall)).toBeLessThan(plan.way === 'stand' ? 1e9 : 1)
      }),
    )
  })

  it('flies to a neighbour and fades to the other end of town', () => {
    expect(planTo(near, { ...near, lng: 116.96 }, wall, 0).way).toBe('fly')
    expect(planTo(near, { lng: 117.1, lat: 31.3, zoom: 17 }, wall, 0)).toMatchObject({ way: 'fade', durationMs: FADE_MS })
    expect(planTo(near, near, wall, 0)).toEqual(standAt(near))
  })

  it('covers the new picture with the old one until its tiles may have come, then uncovers it', () => {
    const plan = planTo(near, { lng: 117.1, lat: 31.3, zoom: 17 }, wall, 0)
    const covers = [0, 0.2, 0.34, 0.7, 1].map((share) =>
      coverAt(plan, plan.startAtHostMs + share * plan.durationMs + (share === 0 ? 0 : 1)),
    )

    expect(covers[0]).toBe(0)
    expect(covers[1]).toBe(1)
    expect(covers.slice(2).every((cover, at, all) => at === 0 || cover < (all[at - 1] ?? 2))).toBe(true)
    expect(covers.at(-1)).toBe(0)
  })
})

describe('the canvas', () => {
  it('has all of the hall in it, clear of what stands over the map', () => {
    const insets = { top: 150, right: 700, bottom: 200, left: 20 }
    const camera = fitBox([116.9, 31.4, 117.0, 31.5], wall, insets)

    const corners = [
      [116.9, 31.5],
      [117.0, 31.4],
    ].map(([lng = 0, lat = 0]) => screenOf(camera, { lng, lat }, wall))

    for (const [x, y] of corners) {
      expect(x).toBeGreaterThanOrEqual(insets.left - 1e-6)
      expect(x).toBeLessThanOrEqual(wall.width - insets.right + 1e-6)
      expect(y).toBeGreaterThanOrEqual(insets.top - 1e-6)
      expect(y).toBeLessThanOrEqual(wall.height - insets.bottom + 1e-6)
    }
  })

  it('knows the place at a pixel and the pixel of a place', () => {
    assert(
      property(
        cameras,
        double({ min: 0, max: 3864, noNaN: true }),
        double({ min: 0, max: 2184, noNaN: true }),
        (camera, x, y) => {
          const [backX, backY] = screenOf(camera, placeAt(camera, [x, y], wall), wall)

          expect([backX, backY]).toEqual([expect.closeTo(x, 3), expect.closeTo(y, 3)])
        },
      ),
    )
  })
})
