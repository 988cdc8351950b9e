import { describe, expect, it } from 'vitest'
import { distanceM, distanceToLineM } from '#shared/domain/geometry/distance.ts'
import { diceFor } from '../dice.ts'
import { smallSceneRows } from '../testing/small-scene.ts'
import { Movement } from './movement.ts'
import { roadGraph } from './road-graph.ts'
import { Traveller } from './traveller.ts'

const rows = smallSceneRows()
const graph = roadGraph(rows)
const lines = rows.roads.flatMap(({ geometry }) => (geometry.type === 'LineString' ? [geometry.coordinates] : []))
const morning = Date.parse('2026-06-02T09:00:00+08:00')

describe('whoever goes about in the town', () => {
  it('keeps to the roads and covers the ground he walks', () => {
    const traveller = new Traveller(graph, diceFor('walk'), null)

    for (let i = 0; i < 300; i += 1) {
      const before = traveller.place?.point
      traveller.walk(25)
      const after = traveller.place?.point
      if (before === undefined || after === undefined) throw new Error('there are roads')
      expect(distanceM(before, after)).toBeLessThanOrEqual(25.2)
      expect(Math.min(...lines.map((line) => distanceToLineM(after, line)))).toBeLessThan(0.5)
    }
  })

  it('comes round the whole of a duty grid and does not stay in one street', () => {
    const [dutyGrid = null] = graph.dutyGrids.filter((grid) => grid !== null)
    const traveller = new Traveller(graph, diceFor('round'), dutyGrid)
    const seen = new Set<string>()

    for (let i = 0; i < 600; i += 1) {
      traveller.walk(60)
      const { point } = traveller.place ?? { point: [0, 0] }
      seen.add(point.map((degrees) => degrees.toFixed(3)).join(' '))
    }

    expect(seen.size).toBeGreaterThan(10)
  })

  it('goes the same way for the same dice', () => {
    const [one, other] = [new Traveller(graph, diceFor('same'), null), new Traveller(graph, diceFor('same'), null)]

    one.walk(5_000)
    other.walk(5_000)

    expect(one.place).toEqual(other.place)
  })

  it('stands still in a town without roads', () => {
    const traveller = new Traveller(roadGraph({ roads: [], grids: [] }), diceFor('nowhere'), null)

    traveller.walk(1_000_000)

    expect(traveller.place).toBeUndefined()
  })
})

describe('the inspectors', () => {
  it('are out from half past seven to half past six and tell where they are', () => {
    const movement = new Movement(rows, 1)
    movement.moveTo(morning)

    movement.moveTo(morning + 600_000)

    const inspectors = rows.people.filter(({ posts }) => posts.includes('inspector'))
    expect(movement.fixes(morning, 1).filter(({ object }) => object.startsWith('inspector:'))).toHaveLength(inspectors.length)
    expect(movement.fixes(morning + 11 * 3_600_000, 1).filter(({ object }) => object.startsWith('inspector:'))).toEqual([])
  })
})
