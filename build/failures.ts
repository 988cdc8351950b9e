import { stripVTControlCharacters } from 'node:util'
import { isRecord, readJson } from './summary.ts'

/** One test that failed: where it stands and how its error begins. */
export interface Failure {
  readonly test: string
  readonly error: string
}

/** Enough of an error to know it by; the whole of it stands in the step's log. */
const ERROR_LINES = 8
const LINE_LENGTH = 240
/** A run that falls over as a whole says so by its first ones. */
const MOST_SHOWN = 12
const TAIL_LINES = 40

/** The failed tests of vitest's JSON report, with the files that could not even be loaded. */
export function vitestFailures(file: string, folder: string): Failure[] {
  return recordsAt(readJson(file), 'testResults').flatMap((suite) => {
    const place = textAt(suite, 'name').replace(`${folder}/`, '')
    const failed = recordsAt(suite, 'assertionResults').filter((test) => test['status'] === 'failed')
    const failures = failed.map((test) => ({
      test: `${place} > ${textAt(test, 'fullName')}`,
      error: textsAt(test, 'failureMessages').join('\n'),
    }))
    const isUnloaded = suite['status'] === 'failed' && failures.length === 0
    return isUnloaded ? [{ test: place, error: textAt(suite, 'message') }] : failures
  })
}

/** The stories of Playwright's JSON report that did not pass at the first try. */
export function playwrightFailures(file: string): Failure[] {
  return recordsAt(readJson(file), 'suites').flatMap(storiesOf)
}

function storiesOf(suite: Record<string, unknown>): Failure[] {
  const own = recordsAt(suite, 'specs').flatMap((spec) => {
    const results = recordsAt(spec, 'tests').flatMap((test) => recordsAt(test, 'results'))
    const bad = results.find((result) => result['status'] !== 'passed' && result['status'] !== 'skipped')
    if (bad === undefined) return []
    const error = recordsAt(bad, 'errors').map((one) => textAt(one, 'message')).join('\n')
    return [{ test: `${textAt(spec, 'file')} > ${textAt(spec, 'title')}`, error }]
  })
  return [...own, ...recordsAt(suite, 'suites').flatMap(storiesOf)]
}

/** What a failed step shows: its failures, or where none is known the errors nobody caught, or the end of its output. */
export function tellFailures(failures: readonly Failure[], output: string): string {
  const lines = stripVTControlCharacters(output).split('\n')
  const unhandled = lines.findIndex((line) => line.includes('Unhandled'))
  if (failures.length === 0) {
    return (unhandled >= 0 ? lines.slice(unhandled, unhandled + TAIL_LINES) : lines.slice(-TAIL_LINES)).join('\n').trim()
  }
  const shown = failures.slice(0, MOST_SHOWN).map(({ test, error }) => [`x  ${test}`, ...beginning(error)].join('\n'))
  const rest = failures.length - shown.length
  return [...shown, ...(rest > 0 ? [`and ${String(rest)} more`] : [])].join('\n')
}

function beginning(error: string): string[] {
  const lines = stripVTControlCharacters(error).split('\n').filter((line) => line.trim() !== '')
  const own = lines.filter((line) => !line.includes('node_modules') && !line.includes('node:internal'))
  return own.slice(0, ERROR_LINES).map((line) => `     ${line.trim().slice(0, LINE_LENGTH)}`)
}

function recordsAt(record: Record<string, unknown> | undefined, name: string): Record<string, unknown>[] {
  const value = record?.[name]
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function textsAt(record: Record<string, unknown>, name: string): string[] {
  const value = record[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function textAt(record: Record<string, unknown>, name: string): string {
  const value = record[name]
  return typeof value === 'string' ? value : ''
}
