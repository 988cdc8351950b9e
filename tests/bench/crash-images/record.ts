import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '#build/run.ts'
import { TRACED, readTrace } from './traced-disk.ts'
import type { DiskStep } from './traced-disk.ts'

/** Longer than any page. */
const MOST_BYTES = 1_000_000

/** Is there a recorder? Asks the system's packages for one when not; what is missing, or null. */
export async function ensureRecorder(): Promise<string | null> {
  if (await canRecord()) return null
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'strace'])
  return (await canRecord()) ? null : 'strace is missing or may not trace here'
}

async function canRecord(): Promise<boolean> {
  return (await run('strace', ['-f', '-e', 'trace=write', 'true'])).code === 0
}

export interface Recording {
  readonly script: string
  readonly args: readonly string[]
  /** Whose files count. */
  readonly folder: string
  readonly scratch: string
  readonly nodeArgs?: readonly string[]
}

/** Runs a script of ours to its end and answers what it did to the files of a folder. */
export async function record({ script, args, folder, scratch, nodeArgs = [] }: Recording): Promise<DiskStep[]> {
  const log = join(scratch, 'calls.log')
  const traced = ['-f', '--seccomp-bpf', '-qq', '-o', log, '-xx', '-s', String(MOST_BYTES), '-e', `trace=${TRACED}`]
  const done = await run('strace', [...traced, process.execPath, ...nodeArgs, script, ...args])
  if (done.code !== 0 || !existsSync(log))
    throw new Error(`the recording ended with ${String(done.code)}: ${done.output.slice(-2_000)}`)
  try {
    return await readTrace(log, folder)
  } finally {
    rmSync(log)
  }
}
