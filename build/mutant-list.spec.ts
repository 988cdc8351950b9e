import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mutants } from '#tests/simulation/mutants.ts'
import { renderMutants } from './mutant-list.ts'

const committed = readFileSync(new URL('../docs/mutants.md', import.meta.url), 'utf8')

describe('the list of the mutants', () => {
  it('is what the sources say today', () => {
    expect(committed).toBe(renderMutants())
  })

  it('names every one of them once, with its safeguard', () => {
    const isListed = ({ name, takes }: (typeof mutants)[number]): boolean =>
      committed.split('\n').filter((line) => line.includes(`\`${name}\``) && line.endsWith(`| ${takes} |`)).length === 1

    expect(mutants.filter((one) => !isListed(one))).toEqual([])
  })
})
