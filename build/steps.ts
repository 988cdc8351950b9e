import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { playwrightFailures, tellFailures, vitestFailures } from './failures.ts'
import type { Failure } from './failures.ts'
import { at, root, runNode, seconds } from './run.ts'
import type { RunResult } from './run.ts'
import { readLine, readPlaywright, readVitest, settle, summaryLine } from './summary.ts'
import type { Counts } from './summary.ts'

/** One thing that is checked. `counts` and `failures` are there where tests were run. */
export interface StepResult extends RunResult {
  readonly name: string
  readonly counts?: Counts
  readonly failures?: readonly Failure[]
}

export type Step = () => Promise<StepResult>

/** A script that passes or fails as a whole. */
export function plainStep(name: string, script: string, args: readonly string[]): Step {
  return async () => ({ name, ...(await runNode(script, args)) })
}

/** None of our own takes so long; one that hangs would hold up all that follows. */
const HANGS_MS = 15 * 60_000

/** A script of ours that counts by itself and prints its own summary line. */
export function countingStep(name: string, script: string, args: readonly string[], limitMs = HANGS_MS): Step {
  return async () => {
    const result = await runNode(script, args, { limitMs })
    return { name, ...result, counts: settle(readLine(result.output), result.code) }
  }
}

/** Some projects of vitest.config.ts. */
export function vitestStep(name: string, projects: readonly string[]): Step {
  return () =>
    withReport(async (report) => {
      const selection = projects.flatMap((project) => ['--project', project])
      const args = ['run', ...selection, '--passWithNoTests', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
      const result = await runNode('node_modules/vitest/vitest.mjs', args)
      return { name, ...result, counts: settle(readVitest(report), result.code), failures: vitestFailures(report, root) }
    })
}

/** The Playwright stories. */
export function playwrightStep(name: string, args: readonly string[] = []): Step {
  return () =>
    withReport(async (report) => {
      const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report }
      const result = await runNode('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json', ...args], {
        env,
        live: true,
      })
      return { name, ...result, counts: settle(readPlaywright(report), result.code), failures: playwrightFailures(report) }
    })
}

async function withReport(work: (report: string) => Promise<StepResult>): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'hall-report-'))
  try {
    return await work(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs steps `width` at a time, in order; those that fail say why as they fail and leave all they printed in a log. */
export async function runSteps(steps: readonly Step[], width: number): Promise<StepResult[]> {
  const results: StepResult[] = []
  const queue = [...steps]
  const worker = async (): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      const result = await step()
      results.push(result)
      console.log(`${hasPassed(result) ? 'ok  ' : 'FAIL'}  ${result.name}  ${seconds(result.durationMs)}`)
      if (!hasPassed(result)) console.log(whyFailed(result))
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}

function whyFailed({ name, output, failures }: StepResult): string {
  mkdirSync(at('test-results'), { recursive: true })
  const log = `test-results/${name.replaceAll(/[^a-z]+/g, '-')}.log`
  writeFileSync(at(log), output)
  return `${tellFailures(failures ?? [], output)}\nall it printed: ${log}`
}

/** The names of all tests that failed, for the end of a run. */
export function failedTests(results: readonly StepResult[]): string {
  return results.flatMap(({ failures }) => failures ?? []).map(({ test }) => `failed: ${test}\n`).join('')
}

export function hasPassed({ code, counts }: StepResult): boolean {
  return code === 0 && (counts?.failed ?? 0) === 0
}

/** The table a check ends with. */
export function table(results: readonly StepResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length))
  return results
    .map((result) => {
      const verdict = hasPassed(result) ? 'ok  ' : 'FAIL'
      const detail = result.counts === undefined ? '' : `  ${summaryLine(result.counts)}`
      return `${verdict}  ${result.name.padEnd(width)}  ${seconds(result.durationMs).padStart(8)}${detail}`
    })
    .join('\n')
}
