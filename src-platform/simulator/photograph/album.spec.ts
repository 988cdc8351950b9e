import { inflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS, dayNumberAt } from '#shared/domain/limits/local-day.ts'
import { casesOfDay, nobody } from '../history/past-day.ts'
import type { PastCase } from '../history/live-through.ts'
import { buildScene } from '../scene/scene.ts'
import type { Scene } from '../scene/scene.ts'
import { smallSceneRows } from '../testing/small-scene.ts'
import { paintAlbum, photographAfter, photographsOf } from './album.ts'
import type { Painted } from './album.ts'
import { paint } from './paint.ts'

let painted: Painted[]
let scene: Scene

beforeAll(() => {
  painted = [...paintAlbum(1)]
  scene = buildScene({ ...smallSceneRows(), album: painted.map(({ page }) => page) }, 1)
})

describe('the photographs of the town', () => {
  it('are PNGs of the size they say, and the same from the same seed', () => {
    const [first] = painted
    const [before] = first!.pictures

    expect(before.subarray(1, 4).toString()).toBe('PNG')
    const [width, height] = [before.readUInt32BE(16), before.readUInt32BE(20)]
    const length = before.readUInt32BE(33)
    expect(inflateSync(before.subarray(41, 41 + length))).toHaveLength(height * (width * 3 + 1))
    expect(paint(first!.page.subject, 0, false, 1).equals(before)).toBe(true)
    expect(paint(first!.page.subject, 0, false, 2).equals(before)).toBe(false)
  })

  it('are few, small and all different', () => {
    const pictures = painted.flatMap(({ pictures: both }) => [...both])

    expect(new Set(painted.flatMap(({ page }) => [page.before.hash, page.after.hash])).size).toBe(pictures.length)
    expect(pictures.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(4_000_000)
  })

  it('show what was reported, and the same corner afterwards once', () => {
    const [report] = photographsOf(scene.album, 'E0410', 'a report')
    const after = photographAfter(scene.album, [report!])

    expect(scene.album.find(({ before }) => before.hash === report!.hash)).toMatchObject({
      subject: 'bikes',
      after: { hash: after!.hash },
    })
    expect(after!.use).toBe('handle')
    expect(photographAfter(scene.album, [report!, after!])).toBeNull()
    expect(photographsOf([], 'E0410', 'a report')).toEqual([])
  })
})

describe('a case of the past', () => {
  const now = Date.UTC(2026, 5, 18, 9)
  const dayBack = (days: number): PastCase[] => {
    const dayNumber = dayNumberAt(now - days * DAY_MS, scene.offsetMinutes)
    return casesOfDay(scene, { seed: 1, dayNumber, now, firstSerial: 1, seal: () => nobody })
  }

  it('of these days has a photograph from before, and one from after where it was handled', () => {
    const cases = dayBack(2)
    const photographed = cases.filter(({ row }) => row.attachments.length > 0)
    const answered = photographed.filter(({ flow }) => flow.some(({ action }) => action === 'answer'))

    expect(photographed.length).toBeGreaterThan(cases.length / 2)
    expect(answered.length).toBeGreaterThan(5)
    for (const { row, flow } of answered) {
      expect(row.attachments.map(({ use }) => use)).toEqual(['report', 'handle'])
      const acts = flow.map(({ action }) => action)
      expect(acts.indexOf('attach')).toBeLessThan(acts.indexOf('answer'))
    }
  })

  it('of last month has none', () => {
    expect(dayBack(30).flatMap(({ row }) => row.attachments)).toEqual([])
  })
})
