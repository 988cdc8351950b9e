// npm run dist: a folder and an archive that run on a machine without Node, npm or network: the built hall, its packages and
// Node itself, under the browser shell. An Electron installer needs Electron's binary for each target and is made where that
// can be had.
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureBuilt } from './build.ts'
import { at, run } from './run.ts'

const SHIPPED = ['out', 'resources', 'LICENSE', 'NOTICE', 'README.md', 'README.zh-CN.md', 'package-lock.json']

const STARTER = `#!/bin/sh
# 万米值守席: same options as npm start, see --help
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/node" "$here/out/main/shell-browser.js" "$@"
`

/** Name of the package for this machine's kind. */
export const packageName = (version: string): string => `wanmi-hall-${version}-${process.platform}-${process.arch}`

async function step(words: string, command: string, args: readonly string[]): Promise<void> {
  console.log(words)
  const { code, output } = await run(command, args)
  if (code !== 0) throw new Error(`${words}: ${output}`)
}

async function makePackage(): Promise<string> {
  const built = await ensureBuilt()
  if (!built.ok) throw new Error(built.why)
  const manifest = JSON.parse(await readFile(at('package.json'), 'utf8')) as { version: string }
  const name = packageName(manifest.version)
  const folder = at(join('dist', name))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const part of SHIPPED) await cp(at(part), join(folder, part), { recursive: true, errorOnExist: false })
  await cp(at('package.json'), join(folder, 'package.json'))
  await step('packages', 'npm', ['ci', '--prefix', folder, '--omit=dev', '--ignore-scripts'])
  await cp(process.execPath, join(folder, 'node'))
  await writeFile(join(folder, 'wanmi-hall'), STARTER)
  await chmod(join(folder, 'wanmi-hall'), 0o755)
  await step('archive', 'tar', ['-C', at('dist'), '-czf', at(join('dist', `${name}.tar.gz`)), name])
  return at(join('dist', `${name}.tar.gz`))
}

if (import.meta.main) {
  if (process.platform === 'win32') throw new Error('the starter is a shell script: packages are made on Linux and macOS')
  console.log(await makePackage())
}
