import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { termNames } from '#shared/domain/case/term-names.ts'
import { renderLifeCycle } from './diagram.ts'

const committed = readFileSync(new URL('../docs/life-cycle.md', import.meta.url), 'utf8')

describe('the document of the life cycle', () => {
  it('is what the table says today', () => {
    expect(committed).toBe(renderLifeCycle())
  })

  it('names every state and action', () => {
    const names = [...Object.values(termNames.states), ...Object.values(termNames.actions)]

    const missing = names.filter(({ zh, en }) => !committed.includes(`${zh} ${en}`))

    expect(missing).toEqual([])
  })
})
