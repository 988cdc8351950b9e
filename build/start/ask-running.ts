import { askControl, exitCodes, hallPaths, sayRefusal } from '#main/shell-common/index.ts'
import type { HallOptions, Say } from '#main/shell-common/index.ts'

/** Asks the instance that runs on this data and prints its answer; the exit code. */
export async function askRunning(options: HallOptions, say: Say): Promise<number> {
  const { ask } = options
  if (ask === null) return exitCodes.badOption
  const answer = await askControl(hallPaths(options.dataDir), ask)
  if (!answer.ok) {
    sayRefusal(say, answer.error)
    return answer.error.code === 'not-running' ? exitCodes.notRunning : exitCodes.failed
  }
  // A path is printed as it is, so that a script can use the line.
  console.log(typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value))
  return exitCodes.ended
}
