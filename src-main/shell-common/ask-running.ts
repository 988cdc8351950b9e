import { sayRefusal } from './announce.ts'
import { askControl } from './control.ts'
import { hallPaths } from './data-dir.ts'
import { lockHolder } from './instance-lock.ts'
import type { HallOptions } from './options.ts'
import type { Say } from './say.ts'
import { exitCodes } from './usage.ts'
import { waitUntil } from './wait.ts'

/** Host and PostgreSQL close their files; a busy machine takes its time. */
const STOPPED_WITHIN_MS = 120_000

/** `--entry`, `--open`, `--status`, `--stop`: asks the instance that runs on this data and prints its answer; the exit code. */
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
  process.stdout.write(`${typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value)}\n`)
  return exitCodes.ended
}
