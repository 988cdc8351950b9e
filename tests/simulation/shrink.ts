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
/** A whole hall full of acts takes seconds a run; a story that is a little longer is better than one that nobody waits for. */
const MOST_MS = 90_000

/**
 * The shortest plan found that still breaks the same invariant: halves, quarters and at last single steps are left out as long as
 * it breaks without them and there is time.
 */
export async function shrink(plan: Plan, violation: Violation): Promise<Story> {
  let best: Story = { plan, violation, runs: 0 }
  let runs = 0
  const end = performance.now() + MOST_MS
  const isLeft = (): boolean => runs < MOST_RUNS && performance.now() < end
  let size = Math.ceil(plan.steps.length / 2)
  while (size >= 1 && isLeft()) {
    let from = 0
    while (from < best.plan.steps.length && isLeft()) {
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
