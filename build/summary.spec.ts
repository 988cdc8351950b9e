import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aReport } from '#tests/builders/a-report.ts'
import { readLine, readPlaywright, readVitest, settle, sum, summaryLine } from './summary.ts'

describe('what the runners report', () => {
  it('is read from vitest, skipped and to-do tests together', () => {
    const file = aReport({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })

    expect(readVitest(file)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  })

  it('is read from Playwright, where a second try is no pass', () => {
    const file = aReport({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 1 } })

    expect(readPlaywright(file)).toEqual({ passed: 3, failed: 1, skipped: 1 })
  })

  it('is read from the last summary line of a script', () => {
    expect(readLine('seed 1\n1 passed, 0 failed, 0 skipped\n20 passed, 0 failed, 1 skipped\n')).toEqual({
      passed: 20,
      failed: 0,
      skipped: 1,
    })
    expect(readLine('all well')).toBeUndefined()
  })

  it('never hides a runner that crashed, said nothing or left no report', () => {
    expect(settle({ passed: 9, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 9, failed: 1, skipped: 0 })
    expect(settle({ passed: 9, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 9, failed: 2, skipped: 0 })
    expect(settle(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(readVitest(join(aDataFolder(), 'missing.json'))).toBeUndefined()
  })

  it('adds up to one line', () => {
    const total = sum([
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 3, failed: 1, skipped: 0 },
    ])

    expect(summaryLine(total)).toBe('4 passed, 1 failed, 2 skipped')
  })
})
