import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { BuilderLine } from '#shared/platform-api/snapshot-builder.ts'
import type { BuildOrder, BuiltSnapshot } from '#shared/platform-api/snapshot-builder.ts'

export interface BuilderRun {
  readonly program: string
  readonly order: BuildOrder
  /** Ends the program. */
  readonly signal: AbortSignal
  /** A sign of life. */
  readonly onLine: (line: BuilderLine) => void
}

/** Copying a cache of many gigabytes is done in one statement, without a word. */
const SILENT_MS = 20 * 60_000
/** Enough to say why a program could not even begin. */
const MOST_WORDS = 2_000

/**
 * Runs the builder once. It is a process of its own, so that nothing it does (memory, a crash, a kill) is the platform's trouble;
 * it ends by itself when the platform does, because its stdin ends. Refuses with the builder's own words, or 'internal' when it
 * ended without any.
 */
export function runBuilder({ program, order, signal, onLine }: BuilderRun): Promise<Result<BuiltSnapshot>> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' })
    let last: Result<BuiltSnapshot> | undefined
    let words = ''
    const silence = setTimeout(() => child.kill('SIGKILL'), SILENT_MS)
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parseLine(text)
      if (line === null) return
      silence.refresh()
      onLine(line)
      last = resultOf(line) ?? last
    })
    child.stderr.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString('utf8')}`.slice(-MOST_WORDS)
    })
    // It may end before it has read its order; how it ended is told by 'close'.
    child.stdin.on('error', () => undefined)
    child.stdin.write(`${JSON.stringify(order)}\n`)
    child.on('error', (error) => {
      words = error.message
    })
    child.on('close', (code, killed) => {
      clearTimeout(silence)
      resolve(last ?? refuse('internal', `the builder ended with ${String(code ?? killed)}: ${words.trim()}`))
    })
  })
}

function resultOf(line: BuilderLine): Result<BuiltSnapshot> | undefined {
  if (line.type === 'built') return ok(line.snapshot)
  if (line.type === 'refused') return refuse(isErrorCode(line.code) ? line.code : 'internal', line.detail ?? undefined)
  return undefined
}

function parseLine(text: string): BuilderLine | null {
  try {
    return BuilderLine.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // A warning of the runtime; what matters comes as a line of its own.
    return null
  }
}
