import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Refusal } from '#shared/kernel/result.ts'
import type { PgConnection, StartOptions } from '../index.ts'

export type HeldReply =
  | { readonly ok: true; readonly pid: number; readonly adopted: boolean; readonly connection: PgConnection }
  | { readonly ok: false; readonly error: Refusal }

export interface HeldLauncher {
  readonly process: ChildProcess
  /** What the launcher printed; rejects when it ended without a word. */
  readonly reply: Promise<HeldReply>
  /** Signals the launcher and waits for its end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export interface HoldSettings {
  readonly options: Omit<StartOptions, 'log' | 'onExit' | 'clock'>
  /** Runs it as another user (needs root). */
  readonly uid?: number
  readonly env?: NodeJS.ProcessEnv
}

/** Starts `hold-postgres.ts` in a process of its own. */
export function holdPostgres({ options, uid, env }: HoldSettings): HeldLauncher {
  const program = [process.execPath, '--no-warnings', join(import.meta.dirname, 'hold-postgres.ts'), JSON.stringify(options)]
  const user = uid === undefined ? [] : ['setpriv', `--reuid=${String(uid)}`, `--regid=${String(uid)}`, '--clear-groups', '--']
  const [command = '', ...args] = [...user, ...program]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: env ?? process.env })
  const ended = once(child, 'exit')
  return { process: child, reply: firstLine(child), end: (signal) => end(child, signal, ended) }
}

async function firstLine(child: ChildProcess): Promise<HeldReply> {
  if (child.stdout === null) throw new Error('no output')
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as HeldReply // printed by hold-postgres.ts
  throw new Error('the launcher ended without a reply')
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL', ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  await ended
}
