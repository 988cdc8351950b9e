import { askControl, exitCodes, hallPaths, lockHolder, sayRefusal } from '#main/shell-common/index.ts'
import type { HallOptions, Say } from '#main/shell-common/index.ts'
import { waitUntil } from '#main/shell-common/wait.ts'

/** Host and PostgreSQL close their files; a busy machine takes its time. */
const STOPPED_WITHIN_MS = 120_000

/** Asks the instance that runs on this data and prints its answer; the exit code. */
export async function askRunning(options: HallOptions, say: Say): Promise<number> {
  const { ask } = options
  if (ask === null) return exitCodes.badOption
  const answer = await askControl(hallPaths(options.dataDir), ask)
  if (!answer.ok) {
    sayRefusal(say, answer.error)
    return answer.error.code === 'not-running' ? exitCodes.notRunning : exitCodes.failed
  }
  // Whoever starts it again right after must find the data free.
  if (ask.do === 'stop' && !(await waitUntil(() => lockHolder(options.dataDir) === null, STOPPED_WITHIN_MS))) {
    say('两分钟后仍未退出；数据没有损坏，请查看 logs 里的日志', 'not ended after two minutes; nothing is damaged, see the files in logs')
    return exitCodes.failed
  }
  // A path is printed as it is, so that a script can use the line.
  console.log(typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value))
  return exitCodes.ended
}
