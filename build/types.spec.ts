import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from './run.ts'
import { judgeTypes, tellErrors } from './types.ts'

const base = { extends: at('tsconfig.base.json') }
const files: Readonly<Record<string, unknown>> = {
  'tsconfig.json': { ...base, compilerOptions: { lib: ['ES2024', 'DOM'], types: ['node'] }, include: ['src/**/*'] },
  'tsconfig.node.json': { ...base, compilerOptions: { types: ['node'] }, include: ['src/host.ts', 'src/shared.ts'] },
  'tsconfig.web.json': { ...base, compilerOptions: { lib: ['ES2024', 'DOM'] }, include: ['src/shared.ts', 'src/Window.vue', 'src/web.ts'] },
  'src/shared.ts': "export const title = document.title\nexport const wrong: number = 'twice judged, once told'\n",
  'src/host.ts': 'export const page = document.title\nexport const unused = (nobody: number) => 1\n',
  'src/web.ts': 'export const id = process.pid\n',
  'src/Window.vue':
    '<script setup lang="ts">\nconst { rows } = defineProps<{ rows: number }>()\nconst text: string = rows\n</script>\n\n<template>\n  <p>{{ absent }}{{ text }}</p>\n</template>\n',
  'src/window.spec.ts': "import Window from './Window.vue'\n\nexport const rows: InstanceType<typeof Window>['$props']['rows'] = 'many'\nexport const title = document.title\n",
}
const folder = mkdtempSync(join(tmpdir(), 'hall-types-'))

beforeAll(() => {
  symlinkSync(at('node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the types of all sources', () => {
  it('are judged with what their process has, components and templates too, and specs with everything', () => {
    const { files: count, errors } = judgeTypes(folder)

    const told = tellErrors(errors, folder).replaceAll(/: error (TS\d+).*\n(?: .*\n)*/g, ' $1\n').trim().split('\n')
    expect(count).toBe(5)
    expect(told).toEqual([
      'src/Window.vue(3,7) TS2322',
      'src/Window.vue(7,9) TS2339',
      'src/host.ts(1,21) TS2584',
      'src/host.ts(2,24) TS6133',
      'src/shared.ts(1,22) TS2584',
      'src/shared.ts(2,14) TS2322',
      'src/web.ts(1,19) TS2591',
      'src/window.spec.ts(3,14) TS2322',
    ])
  })
})
