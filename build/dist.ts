// npm run dist: a folder and an archive that run on a machine without Node, npm or network: the built hall, its packages and
// Node itself, under the browser shell. An Electron installer needs Electron's binary for each target and is made where that
// can be had.
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureBuilt } from './build.ts'
import { at, run } from './run.ts'

const SHIPPED = ['out', 'resources', 'docs', 'LICENSE', 'NOTICE', 'README.md', 'README.zh-CN.md', 'package-lock.json']

/** What stands in the package's folder, and what each runs; the words after it are those of the npm command. */
const STARTERS = [
  { name: 'wanmi-hall', bundle: 'shell-browser.js', npm: 'npm start' },
  { name: 'wanmi-platform', bundle: 'platform.js', npm: 'npm run platform' },
  { name: 'wanmi-import', bundle: 'import.js', npm: 'npm run import' },
  { name: 'wanmi-verify-audit', bundle: 'verify-audit.js', npm: 'npm run verify:audit' },
]

const starter = ({ bundle, npm }: (typeof STARTERS)[number]): string => `#!/bin/sh
# 万米值守席: same options as ${npm}, see --help
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/node" "$here/out/main/${bundle}" "$@"
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
  for (const one of STARTERS) {
    await writeFile(join(folder, one.name), starter(one))
    await chmod(join(folder, one.name), 0o755)
  }
  await step('archive', 'tar', ['-C', at('dist'), '-czf', at(join('dist', `${name}.tar.gz`)), name])
  return at(join('dist', `${name}.tar.gz`))
}

if (import.meta.main) {
  try {
    if (process.platform === 'win32') throw new Error('the starter is a shell script: packages are made on Linux and macOS')
    console.log(await makePackage())
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
