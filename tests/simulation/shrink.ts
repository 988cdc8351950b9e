import type { Plan, Step } from './plan.ts'
import { runPlan } from './run-plan.ts'
import type { Violation } from './run-result.ts'

export interface Story {
  readonly plan: Plan
  readonly violation: Violation
  readonly runs: number
}

/** Runs spent on finding a shorter story. */
const MOST_RUNS = 60

/**
 * The shortest plan found that still breaks the same invariant: halves, quarters and at last single steps are left out as long as
 * it breaks without them.
 */
export async function shrink(plan: Plan, violation: Violation): Promise<Story> {
  let best: Story = { plan, violation, runs: 0 }
  let runs = 0
  let size = Math.ceil(plan.steps.length / 2)
  while (size >= 1 && runs < MOST_RUNS) {
    let from = 0
    while (from < best.plan.steps.length && runs < MOST_RUNS) {
      runs += 1
      const shorter = await breaks(without(best.plan, from, size), violation.invariant)
      if (shorter === null) from += size
      else best = shorter
    }
    size = size === 1 ? 0 : Math.ceil(size / 2)
  }
  return { ...best, runs }
}

function without(plan: Plan, from: number, size: number): Plan {
  const steps: readonly Step[] = plan.steps.filter((_, index) => index < from || index >= from + size)
  return { ...plan, steps }
}

async function breaks(plan: Plan, invariant: string): Promise<Story | null> {
  const { violations } = await runPlan(plan)
  const violation = violations.find((one) => one.invariant === invariant)
  return violation === undefined ? null : { plan, violation, runs: 0 }
}
