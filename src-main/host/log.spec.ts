import { describe, expect, it } from 'vitest'
import { openLog } from './log.ts'

describe('the host’s log', () => {
  it('says where and what, and no folder of this machine', () => {
    const lines: string[] = []

    openLog((line) => lines.push(line)).error('outbox', new Error('no answer'))

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ where: 'outbox', message: 'no answer' })
    expect(lines[0]).not.toContain(import.meta.dirname.replace(/host$/, 'link'))
  })

  it('loses a line that the disk does not take, and nothing else', () => {
    const log = openLog(() => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    })

    expect(() => {
      log.info('a')
      log.error('b', new Error('c'))
    }).not.toThrow()
  })
})
