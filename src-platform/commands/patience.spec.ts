import { describe, expect, it } from 'vitest'
import { cmdId } from '#tests/builders/ids.ts'
import { Patience } from './patience.ts'

const HOUR_MS = 3_600_000

describe('patience with a command whose ground is still at another seat', () => {
  it('lasts two hours from the first time it was sent', () => {
    const patience = new Patience()

    expect(patience.mayWait(cmdId(1), 5)).toBe(true)
    expect(patience.mayWait(cmdId(1), 2 * HOUR_MS + 4)).toBe(true)
    expect(patience.mayWait(cmdId(1), 2 * HOUR_MS + 5)).toBe(false)
  })

  it('begins anew for a command that was settled and asks again after a restore', () => {
    const patience = new Patience()
    patience.mayWait(cmdId(1), 0)

    patience.settled(cmdId(1))

    expect(patience.mayWait(cmdId(1), 3 * HOUR_MS)).toBe(true)
  })
})
