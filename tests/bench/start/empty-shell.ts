import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '#build/run.ts'

const EMPTY_PAGE = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>万米值守席</title></head><body></body></html>\n'

/** The very same built shell and host with a seat page on which there is nothing; gives the shell's script. */
export function makeEmptyShell(folder: string): string {
  mkdirSync(join(folder, 'out'), { recursive: true })
  cpSync(at('out/main'), join(folder, 'out/main'), { recursive: true })
  mkdirSync(join(folder, 'out/renderer'))
  cpSync(at('out/renderer/enter.js'), join(folder, 'out/renderer/enter.js'))
  writeFileSync(join(folder, 'out/renderer/seat.html'), EMPTY_PAGE)
  cpSync(at('package.json'), join(folder, 'package.json'))
  symlinkSync(at('node_modules'), join(folder, 'node_modules'))
  return join(folder, 'out/main/shell-browser.js')
}
