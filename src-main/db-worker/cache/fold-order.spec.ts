import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inFoldOrder } from './fold-order.ts'

const act = (id: string, seat: string, s: number, after: string | null = null) => ({ id, seat, s, after })
const names = (acts: readonly { id: string }[]): string => acts.map(({ id }) => id).join('')

describe('pending acts of several seats over one case', () => {
  it('come after what they build on, whatever their ids say', () => {
    expect(names(inFoldOrder([act('a', '2', 1, 'b'), act('b', '1', 1)]))).toBe('ba')
  })

  it('keep the order of each seat, also when its clock went back in between', () => {
    expect(names(inFoldOrder([act('b', '1', 1), act('a', '1', 2), act('c', '2', 1)]))).toBe('bac')
  })

  it('are shown even when somebody sends a circle', () => {
    expect(inFoldOrder([act('a', '1', 1, 'b'), act('b', '2', 1, 'a')])).toHaveLength(2)
  })

  it('stand in the same order at every seat, however they came in', () => {
    const acts = fc
      .uniqueArray(fc.record({ id: fc.stringMatching(/^[a-z]{3}$/), seat: fc.constantFrom('1', '2', '3'), s: fc.nat(50) }), {
        selector: ({ id }) => id,
        maxLength: 8,
      })
      .map((all) =>
        all.map((one, index) => ({ ...one, after: index > 0 && one.s % 2 === 0 ? (all[index - 1]?.id ?? null) : null })),
      )
    const shuffled = acts.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(fc.property(shuffled, ([all, mixed]) => names(inFoldOrder(all)) === names(inFoldOrder(mixed))))
  })
})
