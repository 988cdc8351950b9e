import { describe, expect, it } from 'vitest'
import { cmdId } from '#tests/builders/ids.ts'
import { Patience } from './patience.ts'

const HOUR_MS = 3_600_000

describe('patience with what others build on while it is still at another seat', () => {
  it('lasts two hours from the first time somebody asked', () => {
    const patience = new Patience()

    expect(patience.mayWait(cmdId(1), 5)).toBe(true)
    expect(patience.mayWait(cmdId(1), 2 * HOUR_MS + 4)).toBe(true)
    expect(patience.mayWait(cmdId(1), 2 * HOUR_MS + 5)).toBe(false)
  })

  it('has an end for all that wait, however late they ask', () => {
    const patience = new Patience()
    patience.mayWait(cmdId(1), 0)

    const [longGone, another] = [patience.mayWait(cmdId(1), 5 * HOUR_MS), patience.mayWait(cmdId(2), 5 * HOUR_MS)]

    expect([longGone, another]).toEqual([false, true])
  })

  it('begins anew for what had come and is waited for again after a restore', () => {
    const patience = new Patience()
    patience.mayWait(cmdId(1), 0)

    patience.settled(cmdId(1))

    expect(patience.mayWait(cmdId(1), 3 * HOUR_MS)).toBe(true)
  })
})
