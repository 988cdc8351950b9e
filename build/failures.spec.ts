import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aReport } from '#tests/builders/a-report.ts'
import { playwrightFailures, tellFailures, vitestFailures } from './failures.ts'

describe('what failed', () => {
  it('is named from vitest by file and test, and a file that did not load by itself', () => {
    const tests = [
      { status: 'passed', fullName: 'one', failureMessages: [] },
      { status: 'failed', fullName: 'two', failureMessages: ['Error: 案件 missing\n    at here'] },
    ]
    const file = aReport({
      testResults: [
        { name: '/hall/a.spec.ts', status: 'failed', message: '', assertionResults: tests },
        { name: '/hall/b.spec.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    })

    expect(vitestFailures(file, '/hall')).toEqual([
      { test: 'a.spec.ts > two', error: 'Error: 案件 missing\n    at here' },
      { test: 'b.spec.ts', error: 'no such module' },
    ])
    expect(vitestFailures(join(aDataFolder(), 'missing.json'), '/hall')).toEqual([])
  })

  it('is named from Playwright at any depth', () => {
    const story = (title: string, status: string) => ({
      title,
      file: 'wall.spec.ts',
      tests: [{ results: [{ status, errors: [{ message: 'timed out' }] }] }],
    })
    const file = aReport({ suites: [{ specs: [story('a', 'passed')], suites: [{ specs: [story('b', 'timedOut')] }] }] })

    expect(playwrightFailures(file)).toEqual([{ test: 'wall.spec.ts > b', error: 'timed out' }])
  })

  it('is told in a few plain lines, however much was printed', () => {
    const error = `\u001b[31mError: gone\u001b[39m\n at node_modules/x\n${'line\n'.repeat(50)}`
    const told = tellFailures(Array.from({ length: 20 }, () => ({ test: 'a > b', error })), '·'.repeat(10_000))

    expect(told.split('\n').slice(0, 2)).toEqual(['x  a > b', '     Error: gone'])
    expect(told.split('\n').at(-1)).toBe('and 8 more')
    expect(told).not.toContain('node_modules')
    expect(told.length).toBeLessThan(2_000)
  })

  it('falls back on errors nobody caught, then on the end of the output', () => {
    expect(tellFailures([], '····\nUnhandled Rejection\nError: late\n')).toBe('Unhandled Rejection\nError: late')
    expect(tellFailures([], `${'x\n'.repeat(100)}the end`).split('\n')).toHaveLength(40)
  })
})
