import { readFileSync } from 'node:fs'

/** What one runner of tests reports. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 }

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    none,
  )
}

/** The line every test command ends with. */
export const summaryLine = ({ passed, failed, skipped }: Counts): string =>
  `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`

/** A runner that ended badly has at least one failure, whatever it managed to report; silence is a failure too. */
export function settle(reported: Counts | undefined, exitCode: number): Counts {
  const counts = reported ?? none
  const isBad = exitCode !== 0 || reported === undefined
  return isBad && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** Reads vitest's JSON report; undefined when there is none. */
export function readVitest(file: string): Counts | undefined {
  const report = readJson(file)
  if (report === undefined) return undefined
  const count = (name: string): number => numberAt(report, name)
  return {
    passed: count('numPassedTests'),
    failed: count('numFailedTests'),
    skipped: count('numPendingTests') + count('numTodoTests'),
  }
}

/** Reads Playwright's JSON report; a flaky test passed only at a second try and counts as failed. */
export function readPlaywright(file: string): Counts | undefined {
  const report = readJson(file)
  const stats: unknown = report?.['stats']
  if (!isRecord(stats)) return undefined
  return {
    passed: numberAt(stats, 'expected'),
    failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky'),
    skipped: numberAt(stats, 'skipped'),
  }
}

/** Reads the summary line a script of ours printed last. */
export function readLine(output: string): Counts | undefined {
  const match = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1)
  return match ? { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3]) } : undefined
}

/** A JSON file's record; undefined when it is not there or holds something else. */
export function readJson(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined // none, or a runner that died while it wrote
  }
}

function numberAt(record: Record<string, unknown>, name: string): number {
  const value = record[name]
  return typeof value === 'number' ? value : 0
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
