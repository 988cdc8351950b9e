import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Choropleth, gridSteps } from './choropleth.ts'
import type { Bucket, ColouredMap } from './choropleth.ts'

/** A map that only remembers what its grids were told. */
function aMap() {
  const state = new Map<string, unknown>()
  const told = { states: 0, visibility: 'none' as unknown }
  return {
    state,
    told,
    setFeatureState: ({ id }: { id?: string | number | undefined }, value: Record<string, unknown>) => {
      told.states += 1
      state.set(String(id), value['bucket'])
    },
    removeFeatureState: ({ id }: { id?: string | number | undefined }) => {
      told.states += 1
      state.delete(String(id))
    },
    setLayoutProperty: (_layer: string, _name: string, value: unknown) => {
      told.visibility = value
    },
  }
}

describe('coloured grids', () => {
  const codes = fc.constantFrom('341523001001001', '341523001001002', '341523001001003')
  const steps = fc.dictionary(codes, fc.constantFrom<Bucket>(0, 1, 2, 3, 4)).map((of) => new Map(Object.entries(of)))

  it('are always those asked for last, and only what changed is told to the map', () => {
    fc.assert(fc.property(fc.array(steps, { minLength: 1 }), (asked) => {
      const map = aMap()
      const choropleth = new Choropleth(map as unknown as ColouredMap)
      let before = new Map<string, Bucket>()
      for (const next of asked) {
        const told = map.told.states

        const changed = choropleth.set(next)

        const different = [...new Set([...before.keys(), ...next.keys()])].filter((code) => before.get(code) !== next.get(code))
        expect(map.told.states - told).toBe(different.length)
        expect(changed).toBe(different.length)
        before = next
      }
      expect(map.state).toEqual(asked.at(-1))
      expect(map.told.visibility).toBe(asked.at(-1)!.size === 0 ? 'none' : 'visible')
    }))
  })
})

describe('five steps', () => {
  it('hold about as many grids each, equal values together, nothing for zero', () => {
    const values = new Map(Array.from({ length: 101 }, (_, i) => [String(i), i]))

    const { buckets, from } = gridSteps(values)

    expect(from).toEqual([1, 21, 41, 61, 81])
    expect(buckets.has('0')).toBe(false)
    expect([1, 20, 21, 100].map((i) => buckets.get(String(i)))).toEqual([0, 0, 1, 4])
  })

  it('are fewer where there are fewer values', () => {
    expect(gridSteps(new Map([['a', 3], ['b', 3]]))).toEqual({ buckets: new Map([['a', 0], ['b', 0]]), from: [3] })
    expect(gridSteps(new Map())).toEqual({ buckets: new Map(), from: [] })
  })

  it('rise with the value', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (list) => {
      const values = new Map(list.map((value, i) => [String(i), value]))
      const { buckets, from } = gridSteps(values)

      for (const [code, step] of buckets) {
        expect(values.get(code)!).toBeGreaterThanOrEqual(from[step]!)
        if (step + 1 < from.length) expect(values.get(code)!).toBeLessThan(from[step + 1]!)
      }
    }))
  })
})
