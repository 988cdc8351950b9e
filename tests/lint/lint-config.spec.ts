import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

interface LintConfig {
  readonly rules: Readonly<Record<string, readonly unknown[] | undefined>>
}

/** Severity 2 is an error; the linter as the project runs it. */
async function severities(file: string): Promise<(rule: string) => unknown> {
  const config = (await new ESLint().calculateConfigForFile(file)) as LintConfig
  return (rule) => config.rules[rule]?.[0]
}

const everywhere = [
  '@typescript-eslint/no-explicit-any',
  '@typescript-eslint/no-floating-promises',
  '@typescript-eslint/no-unsafe-assignment',
  '@typescript-eslint/consistent-type-imports',
  'hall/import-arrows',
  'hall/package-owners',
  'hall/electron-parity',
  'hall/no-silent-catch',
  'hall/suppression-reason',
  'max-lines',
]

describe('the linter', () => {
  it.each(['src-shared/kernel/ids.ts', 'src-main/host/index.ts', 'src-platform/main.ts', 'src-renderer/ui/UiButton.vue', 'tests/e2e/a.spec.ts'])(
    'holds the house rules in %s',
    async (file) => {
      const severity = await severities(file)

      for (const rule of everywhere) expect(severity(rule), rule).toBe(2)
    },
  )

  it('forbids v-html and anything but typed script setup in components', async () => {
    const severity = await severities('src-renderer/features/cases/CaseForm.vue')

    for (const rule of ['vue/no-v-html', 'vue/block-lang', 'vue/component-api-style']) expect(severity(rule), rule).toBe(2)
  })

  it('relaxes functions and non-null only for tests', async () => {
    const source = await severities('src-main/host/index.ts')
    const spec = await severities('src-main/host/index.spec.ts')

    expect([source('hall/function-lines'), source('@typescript-eslint/no-non-null-assertion')]).toEqual([2, 2])
    expect([spec('hall/function-lines'), spec('@typescript-eslint/no-non-null-assertion')]).toEqual([0, 0])
  })
})
