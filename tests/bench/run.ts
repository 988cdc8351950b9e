// npm run bench -- NAME [--quick] | --list: runs one benchmark and prints its JSON line last.
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { MIN_ROUNDS } from './harness.ts'
import type { Bench } from './harness.ts'

const SUFFIX = '.bench.ts'
const names = globSync(`*${SUFFIX}`, { cwd: import.meta.dirname }).map((file) => basename(file, SUFFIX)).sort()

async function load(name: string): Promise<Bench> {
  // The one place where a module is named at run time: a benchmark is a file that exports `bench`.
  const module = (await import(`./${name}${SUFFIX}`)) as { readonly bench?: Bench }
  if (module.bench?.name !== name) throw new Error(`${name}${SUFFIX} must export "bench" with the name "${name}"`)
  return module.bench
}

async function list(): Promise<void> {
  for (const name of names) console.log(`${name.padEnd(16)} ${(await load(name)).describe}`)
}

async function measure(name: string, isQuick: boolean): Promise<void> {
  const bench = await load(name)
  const scratch = mkdtempSync(join(tmpdir(), `hall-bench-${name}-`))
  try {
    const say = (words: string): void => console.error(`${name}: ${words}`)
    console.log(JSON.stringify(await bench.run({ isQuick, rounds: MIN_ROUNDS, scratch, say })))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const args = process.argv.slice(2)
const name = args.find((arg) => !arg.startsWith('--'))
const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--list' && arg !== '--quick')

if (args.includes('--list') && unknown.length === 0) {
  await list()
} else if (name !== undefined && names.includes(name) && unknown.length === 0) {
  await measure(name, args.includes('--quick'))
} else {
  console.error(`usage: npm run bench -- NAME [--quick] | --list\nbenchmarks: ${names.join(', ') || 'none yet'}`)
  process.exitCode = 2
}
