import { rmSync } from 'node:fs'
import type { Plan } from './plan.ts'
import { makeFolder } from './ready-files.ts'
import { storyOf } from './run-result.ts'
import type { RunResult } from './run-result.ts'
import { World } from './world.ts'

/** One hall from opening to rest, in a folder of its own that is gone afterwards. */
export async function runPlan(plan: Plan, keepsTrace = false): Promise<RunResult> {
  const folder = makeFolder('sim')
  const world = new World(plan, folder, keepsTrace)
  const onRejection = (error: unknown): void => world.complain('host', `an error that nobody caught: ${storyOf(error)}`)
  process.on('unhandledRejection', onRejection)
  try {
    return await world.run()
  } catch (error) {
    // What a seat throws at whoever asks it breaks its hall only: the other seeds are still to be run.
    world.complain('host', `an error that ended the hall: ${storyOf(error)}`)
    return world.result()
  } finally {
    process.off('unhandledRejection', onRejection)
    rmSync(folder, { recursive: true, force: true })
  }
}
