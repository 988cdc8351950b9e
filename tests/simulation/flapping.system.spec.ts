import { describe, expect, it } from 'vitest'
import type { Plan } from './plan.ts'
import { runPlan } from './run-plan.ts'

const HOUR_MS = 3_600_000

/** An hour in which the line of seat 0 goes every two seconds, while people work at both seats. */
const flappingHour: Plan = {
  ...{ seed: 1, variant: 0, kind: 'whole', seats: 2, slowWorkers: false, hasLan: false, hasSnapshots: false,
  hasFiles: false },
  steps: [
    { at: 2_000, chance: 'first', deed: { do: 'report', seat: 0, further: 3 } },
    { at: 5_000, chance: 'flapping', deed: { do: 'flapping', seat: 0, forMs: HOUR_MS } },
    ...Array.from({ length: 15 }, (_, k) => ({
      at: 60_000 + k * 240_000,
      chance: `work ${String(k)}`,
      deed: { do: 'report' as const, seat: k % 2, further: 2 },
    })),
  ],
}

describe('a line that goes every two seconds for an hour', () => {
  it('brings no storm of requests, loses no act, and all is alike a minute after it holds', { timeout: 120_000 }, async () => {
    const { violations, commands, ms } = await runPlan(flappingHour)

    expect(violations).toEqual([])
    expect(commands).toBeGreaterThan(20)
    expect(ms).toBeGreaterThan(3_400_000)
  })
})
