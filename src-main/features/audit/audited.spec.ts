import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contracts } from '#shared/contracts/index.ts'
import { audited } from './audited.ts'

const operations = Object.entries(contracts).flatMap(([area, own]) =>
  Object.entries(own).map(([op, operation]) => [`${area}.${op}`, operation] as const),
)

describe('what is done through a window', () => {
  it.each(operations.map(([name]) => name))('%s is recorded, or it is said why not', (name) => {
    expect(audited[name], `${name}: say in audited.ts where its record is, or why there is none`).toBeDefined()
  })

  it('has no rule left over', () => {
    const names = new Set<string>(operations.map(([name]) => name))

    expect(Object.keys(audited).filter((name) => !names.has(name))).toEqual([])
  })

  it('is never left unrecorded for want of a reason', () => {
    const reasons = Object.values(audited).flatMap((rule) => (rule.by === 'nobody' ? [rule.because] : []))

    expect(reasons.filter((reason) => reason.length < 15)).toEqual([])
  })

  it('is recorded when it changes anything, but for one’s own drafts, files that are not attached yet, and a wall’s beats', () => {
    const unrecorded = operations.flatMap(([name, { kind }]) =>
      kind === 'command' && audited[name]?.by === 'nobody' ? [name] : [],
    )

    expect(
      unrecorded.filter(
        (name) =>
          !/^(cases\.keepAct|intake\.(open|save|discard|restore)|attachments\.(begin|append|finish|cancel|retry)|recovery\.(export|retry)|wall\.beat)$/.test(
            name,
          ),
      ),
    ).toEqual([])
  })

  it('is recorded under the words that the features really write', () => {
    const sources = globSync(
      ['src-main/features/**/*.ts', 'src-main/db-worker/ledger-guard/*.ts', 'src-shared/contracts/audit.contract.ts'],
      {
        exclude: ['**/*.spec.ts', '**/audited.ts'],
      },
    ).map((file) => readFileSync(file, 'utf8'))
    const written = sources.join('\n')
    const promised = Object.values(audited).flatMap((rule) => (rule.by === 'entry' ? rule.what : []))
    const isWritten = (what: string): boolean => {
      const [area = '', word = ''] = what.split('.')
      return written.includes(`'${what}'`) || (written.includes(`\`${area}.\${`) && written.includes(`'${word}'`))
    }

    expect(promised.filter((what) => !isWritten(what))).toEqual([])
  })
})
