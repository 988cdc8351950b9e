import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { HallPaths } from './data-dir.ts'
import { isStillRunning, isSurelyOurs, signal } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { readRunningRecord } from './running-record.ts'
import type { Say } from './say.ts'
import { isSystemError } from './system-error.ts'
import { waitUntil } from './wait.ts'

/** A child whose shell is gone ends by itself; this long it is left alone. */
const LEAVES_BY_ITSELF_MS = 1_500
/** The platform stops PostgreSQL in order, with a deadline of its own of 20 s. */
const ORDER_MS = 25_000
const FORCE_MS = 5_000

/**
 * Ends what a killed start has left on this data: host, platform, browser windows. Only processes that are proved to be ours by
 * number, start time and command line are signalled. Names those that are still there afterwards.
 */
export async function stopLeftovers(paths: HallPaths, say: Say): Promise<string[]> {
  const left: string[] = []
  const found = [...readRunningRecord(paths)].filter(([, identity]) => isStillRunning(identity))
  await Promise.all(
    found.map(async ([name, identity]) => {
      say(
        `上次异常退出留下 ${name}（进程 ${String(identity.pid)}），正在结束`,
        `${name} (pid ${String(identity.pid)}) is left of a killed start; ending it`,
      )
      if (!(await endForeign(identity))) left.push(`${name} ${String(identity.pid)}`)
    }),
  )
  return left
}

async function endForeign(identity: ProcessIdentity): Promise<boolean> {
  const gone = (): boolean => !isStillRunning(identity)
  if (await waitUntil(gone, LEAVES_BY_ITSELF_MS)) return true
  for (const [name, limitMs] of [
    ['SIGTERM', ORDER_MS],
    ['SIGKILL', FORCE_MS],
  ] as const) {
    if (!isSurelyOurs(identity)) return gone()
    signal(identity.pid, name)
    // A stopped process takes its signals only when it goes on.
    if (name === 'SIGTERM') signal(identity.pid, 'SIGCONT')
    if (await waitUntil(gone, limitMs)) return true
  }
  return gone()
}

/** Ends the embedded platform's PostgreSQL when the platform could not do it itself; true when none is left. */
export async function stopPostgresLeft(paths: HallPaths): Promise<boolean> {
  const cluster = join(paths.platform, 'pg', 'cluster')
  const pid = postmasterOn(cluster)
  if (pid === null) return true
  const gone = (): boolean => postmasterOn(cluster) !== pid
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (gone()) return true
    signal(pid, name)
    signal(pid, 'SIGCONT')
    if (await waitUntil(gone, FORCE_MS)) return true
  }
  return gone()
}

/** The postmaster at work on this cluster: named by its own file, called postgres, standing in the cluster's folder. */
function postmasterOn(cluster: string): number | null {
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    if (!Number.isInteger(pid) || pid < 2) return null
    if (readFileSync(`/proc/${String(pid)}/comm`, 'utf8').trim() !== 'postgres') return null
    return readlinkSync(`/proc/${String(pid)}/cwd`) === realpathSync(cluster) ? pid : null
  } catch (error) {
    // No such file, process or /proc: nothing that we could prove to be ours.
    if (isSystemError(error)) return null
    throw error
  }
}
