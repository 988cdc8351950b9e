import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ESLint } from 'eslint'
import ts from 'typescript-eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as vueParser from 'vue-eslint-parser'
import config from '../../eslint.config.js'
import { isOneRun, wholeProgramParser } from '#build/lint/whole-program.js'
import { at } from './rule-tester.ts'

/** One finding of each rule that asks for types, by code that breaks it alone or with its neighbours. */
const samples: Record<string, string> = {
  'await-thenable': 'export async function a1() { await 1; await later() }',
  'no-array-delete': 'delete list[0]',
  'no-base-to-string': 'export const b1 = `${String({})}`',
  'no-duplicate-type-constituents': 'export type D1 = Side | Side',
  'no-floating-promises': 'later()',
  'no-for-in-array': 'for (const key in list) say(key)',
  'no-implied-eval': "setTimeout('say()', 1)",
  'no-misused-promises': 'if (later()) say(1)',
  'no-redundant-type-constituents': 'export type R1 = string | unknown',
  'no-unnecessary-condition': 'if (list) say(2)',
  'no-unnecessary-type-assertion': 'say(list as string[])',
  'no-unsafe-argument': 'takesText(anything)',
  'no-unsafe-assignment': 'export const u1: string = anything',
  'no-unsafe-call': 'anything()',
  'no-unsafe-enum-comparison': 'say(Colour.Red === 0)',
  'no-unsafe-member-access': 'say(anything.inside)',
  'no-unsafe-return': 'export const u2 = (): string => anything',
  'no-unsafe-unary-minus': 'say(-list)',
  'only-throw-error': "export function t1() { throw 'text' }",
  'prefer-promise-reject-errors': "export const p1 = () => Promise.reject('text')",
  'require-await': 'export async function r1() { say(3) }',
  'restrict-plus-operands': 'say(1 + [])',
  'restrict-template-expressions': 'say(`${list}`)',
  'switch-exhaustiveness-check': "export function s1(side: Side) { switch (side) { case 'left': return 1 } }",
  'unbound-method': 'export const m1 = holder.method',
}

const known = `
  export type Side = 'left' | 'right'
  export enum Colour { Red }
  export declare const list: string[]
  export declare const anything: any
  export declare function later(): Promise<void>
  export declare function say(what?: unknown): void
  export declare function takesText(text: string): void
  export class Holder { field = 1; method() { return this.field } }
  export const holder = new Holder()
  declare global { function setTimeout(run: (() => void) | string, ms: number): number }
`
const names = "import { anything, Colour, holder, later, list, say, takesText } from './known.ts'\nimport type { Side } from './known.ts'\n"
const bad = `${names}${Object.values(samples).join('\n')}\n`
const template = '<template><p v-for="one in list">{{ one + [] }}</p><p v-html="anything" /></template>\n'

const files: Record<string, string> = {
  'tsconfig.json': JSON.stringify({
    extends: at('tsconfig.base.json'),
    compilerOptions: { lib: ['ES2024'] },
    include: ['src-shared/**/*'],
  }),
  'src-shared/kernel/known.ts': known,
  'src-shared/kernel/bad.ts': bad,
  'src-shared/kernel/Bad.vue': `${template}<script setup lang="ts">\n${bad}</script>\n<style scoped>p { color: v-bind(list) }</style>\n`,
  'src-shared/kernel/Generic.vue': '<script setup lang="ts" generic="Row extends Side">\nimport { list, say } from \'./known.ts\'\nimport type { Side } from \'./known.ts\'\n\nconst { row } = defineProps<{ row: Row }>()\nif (list) say(row)\nsay(list as string[])\n</script>\n<template><p :title="row" /></template>\n',
  // Nothing imported, nothing exported: its names are its own all the same.
  'src-shared/kernel/Alone.vue': '<script setup lang="ts">\nconst list = 1\nif (list) throw list\n</script>\n<template><p>{{ list }}</p></template>\n',
}
const root = mkdtempSync(join(tmpdir(), 'hall-lint-'))

beforeAll(() => {
  symlinkSync(at('node_modules'), join(root, 'node_modules'), 'junction')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** What the project's rules find in the samples, with one program for all files or with the project service. */
async function findings(wholeProgram: string | undefined): Promise<Record<string, string[]>> {
  const here = { languageOptions: { parserOptions: { wholeProgram, tsconfigRootDir: root } } }
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, baseConfig: config, overrideConfig: here })
  const results = await eslint.lintFiles(['src-shared/**/*.{ts,vue}'])
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      filePath.slice(root.length + 1).replaceAll('\\', '/'),
      messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId ?? 'none'} ${message}`),
    ]),
  )
}

describe('one program for a whole run of the linter', () => {
  it('finds what the project service finds, in sources, scripts of components and templates', async () => {
    const atOnce = await findings(join(root, 'tsconfig.json'))
    const byService = await findings(undefined)

    expect(atOnce).toEqual(byService)
    for (const rule of typedRules())
      for (const file of ['bad.ts', 'Bad.vue']) {
        const found = atOnce[`src-shared/kernel/${file}`]?.filter((line) => line.includes(` @typescript-eslint/${rule} `))
        expect(found?.length, `${rule} in ${file}`).toBeGreaterThan(0)
      }
    expect(atOnce['src-shared/kernel/Bad.vue']?.join()).toMatch(/vue\/require-v-for-key.*vue\/no-v-html/s)
    expect(atOnce['src-shared/kernel/Generic.vue']?.join()).toMatch(/6:5 .*no-unnecessary-condition.*7:5 .*no-unnecessary-type-assertion/s)
  })

  it('gives every file of the run the same program, and a changed file the service', () => {
    const programs = ['bad.ts', 'Bad.vue', 'Generic.vue', 'Alone.vue'].map((name) => programOf(`src-shared/kernel/${name}`))
    const changed = programOf('src-shared/kernel/Alone.vue', (text) => text.replace('1', '2'))

    expect(programs.map((program) => program === programs[0])).toEqual([true, true, true, true])
    expect([changed === undefined, changed === programs[0]]).toEqual([false, false])
  })

  it('has a sample for every rule in force that asks for types', () => {
    expect(typedRules().filter((rule) => samples[rule] === undefined)).toEqual([])
  })

  it('is for runs that end, not for editors', () => {
    expect(isOneRun(['node', '/home/hall/node_modules/.bin/eslint'])).toBe(true)
    expect(isOneRun(['node', '/home/hall/node_modules/eslint/bin/eslint.js', '.'])).toBe(true)
    expect(isOneRun(['node', '/opt/editor/eslint-server.js'])).toBe(false)
    expect(isOneRun([])).toBe(false)
  })
})

/** The program whose types the rules would be given for a file. */
function programOf(name: string, edit = (text: string): string => text): unknown {
  const filePath = join(root, name)
  const wholeProgram = join(root, 'tsconfig.json')
  const given = { filePath, wholeProgram, projectService: true, tsconfigRootDir: root, extraFileExtensions: ['.vue'], sourceType: 'module' }
  const parsed = vueParser.parseForESLint(edit(readFileSync(filePath, 'utf8')), { ...given, parser: wholeProgramParser })
  return (parsed.services as { readonly program?: unknown } | undefined)?.program
}

interface Block {
  readonly files?: readonly unknown[]
  readonly rules?: Readonly<Record<string, unknown>>
}

interface Plugin {
  readonly rules?: Readonly<Record<string, { readonly meta: { readonly docs?: { readonly requiresTypeChecking?: boolean } } }>>
}

/** The rules of typescript-eslint that eslint.config.js has switched on for sources and that cannot do without types. */
function typedRules(): string[] {
  const severities = new Map<string, unknown>()
  for (const { rules, files: narrowed } of config as readonly Block[])
    if (narrowed === undefined || narrowed.includes('**/*.ts'))
      for (const [name, setting] of Object.entries(rules ?? {}))
        severities.set(name, Array.isArray(setting) ? setting[0] : setting)
  return Object.entries((ts.plugin as Plugin).rules ?? {})
    .filter(([name, { meta }]) => {
      const severity = severities.get(`@typescript-eslint/${name}`)
      return meta.docs?.requiresTypeChecking === true && severity !== undefined && severity !== 'off' && severity !== 0
    })
    .map(([name]) => name)
}
