import { resolve } from 'node:path'
import { RuleTester } from 'eslint'
import ts from 'typescript-eslint'
import { describe, it } from 'vitest'

RuleTester.describe = describe
RuleTester.it = it
RuleTester.itOnly = it.only

/** Runs a rule over TypeScript samples as the linter would, without type information. */
export const ruleTester = new RuleTester({
  languageOptions: { parser: ts.parser, ecmaVersion: 'latest', sourceType: 'module' },
  linterOptions: { reportUnusedDisableDirectives: 'off' },
})

/** A project file's full name: rules judge a file by where it stands. */
export const at = (path: string): string => resolve(process.cwd(), path)
