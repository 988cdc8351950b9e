import { describe, expect, it } from 'vitest'
import type { Inspection } from '../../db/guard-api.ts'
import { lacksNothing } from './backup-facts.ts'

/** A sound file of ten commands; of the ten that came after them its log still has so many, the last one among them. */
const anOlderFile = (addable: number): Inspection => ({
  ...{ file: 'ledger.db', bytes: 90_112, changedAt: 1, trouble: { code: 'ledger-older', detail: '' }, isSound: true, readable: 10 },
  ...{ isDeclared: false, suspicion: null, backups: [], current: { holds: { commands: 10, lastS: 10 }, addable } },
  salvageable: { commands: 10 + addable, lastS: addable === 0 ? 10 : 20, audit: 0, suspects: 0 },
  mark: { s: 20 } as NonNullable<Inspection['mark']>,
})

describe('going on with a file', () => {
  it.each([
    ['has all that came after it', 10, true],
    ['has a hole in the middle of what came after it', 9, false],
    ['has nothing of what came after it', 0, false],
  ])('brings everything back only where what is found in it %s', (_what, addable, expected) => {
    expect(lacksNothing(anOlderFile(addable), { from: 'current' }, 0)).toBe(expected)
  })

  it('lacks what the platform alone knows of', () => {
    expect(lacksNothing(anOlderFile(10), { from: 'current' }, 21)).toBe(false)
  })
})
