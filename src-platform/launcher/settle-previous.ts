import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '#shared/kernel/clock.ts'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { ask, connectionTo, endpointOf, isFinalRefusal } from './connection.ts'
import { readIfPresent } from './files.ts'
import type { LauncherPaths } from './paths.ts'
import { type PostmasterFile, readPostmasterFile } from './postmaster-file.ts'
import { isPostgresOn, isSurelyPostgresOn } from './processes.ts'
import type { StartedServer } from './start-server.ts'
import { clearChildren, type StopDeadlines, stopServer } from './stop-server.ts'
import { waitUntil } from './wait.ts'

const LaunchRecord = z.object({ diesWithLauncher: z.boolean() })

/** How long a server found running may take to answer before it counts as stuck. */
const ANSWER_TIMEOUT_MS = 10_000

export interface PreviousRun {
  readonly paths: LauncherPaths
  readonly pgCtl: string
  /** Null when the password file is lost: then nothing can be adopted. */
  readonly password: string | null
  readonly deadlines: StopDeadlines
  readonly clock: Clock
  readonly log: (line: string) => void
}

/**
 * Deals with the server of a launcher that was killed. One that is on its way out is waited for; one that answers to our password
 * is adopted (its value); any other is stopped by its own process id. Null means the way is free for a new start.
 */
export async function settlePrevious(run: PreviousRun): Promise<Result<StartedServer | null>> {
  const { paths, clock, deadlines, log } = run
  const file = readPostmasterFile(paths.cluster)
  if (file !== null && (await isSurelyPostgresOn(file.pid, paths.cluster))) {
    const gone = (): boolean => !isPostgresOn(file.pid, paths.cluster)
    const leaving = file.status === 'stopping' || diesWithLauncher(paths)
    if (leaving) log(`PostgreSQL ${String(file.pid)} of an ended run is stopping; waiting`)
    if (!leaving || !(await waitUntil(gone, deadlines.fastMs, clock))) {
      const adopted = await tryToAdopt(run, file)
      if (adopted !== null) return ok(adopted)
      log(`PostgreSQL ${String(file.pid)} of an ended run does not answer; stopping it`)
      const stopped = await stopServer({ pid: file.pid, cluster: paths.cluster, pgCtl: run.pgCtl }, 'immediate', deadlines, clock)
      if (!stopped) return refuse('pg-start-failed', `process ${String(file.pid)} cannot be stopped`)
    }
  }
  if (!(await clearChildren(paths.cluster, deadlines, clock)))
    return refuse('pg-start-failed', 'processes of an ended run are left')
  // No server works on this cluster, yet PostgreSQL would stop at this file if its number is another program's now, or a dead
  // process's that nobody has collected (a container without an init process).
  rmSync(join(paths.cluster, 'postmaster.pid'), { force: true })
  return ok(null)
}

/** The launcher of this server is dead (we hold its lock), so a server started with a death signal has been told to stop. */
function diesWithLauncher(paths: LauncherPaths): boolean {
  const text = readIfPresent(paths.launchRecord)
  if (text === null) return false
  try {
    return LaunchRecord.parse(JSON.parse(text)).diesWithLauncher
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return false
    throw error
  }
}

async function tryToAdopt(run: PreviousRun, found: PostmasterFile): Promise<StartedServer | null> {
  const { password, paths } = run
  if (password === null) return null
  let adopted: StartedServer | null = null
  await waitUntil(
    async () => {
      const file = readPostmasterFile(paths.cluster)
      if (file?.pid !== found.pid || !isPostgresOn(found.pid, paths.cluster)) return true
      const endpoint = endpointOf(file)
      if (file.status !== 'ready' || endpoint === null) return false
      const answer = await ask(connectionTo(endpoint, password, 'postgres'))
      if (answer.kind === 'answers') adopted = { pid: found.pid, endpoint }
      return answer.kind === 'answers' || isFinalRefusal(answer)
    },
    ANSWER_TIMEOUT_MS,
    run.clock,
  )
  return adopted
}
