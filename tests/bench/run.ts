// npm run bench -- NAME [--quick] [--SETTING NUMBER]... | --list: runs one benchmark and prints its JSON line last.
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { MIN_ROUNDS } from './harness.ts'
import type { Bench } from './harness.ts'

const SUFFIX = '.bench.ts'
const names = globSync(`*${SUFFIX}`, { cwd: import.meta.dirname })
  .map((file) => basename(file, SUFFIX))
  .sort()

async function load(name: string): Promise<Bench> {
  // The one place where a module is named at run time: a benchmark is a file that exports `bench`.
  const module = (await import(`./${name}${SUFFIX}`)) as { readonly bench?: Bench }
  if (module.bench?.name !== name) throw new Error(`${name}${SUFFIX} must export "bench" with the name "${name}"`)
  return module.bench
}

async function list(): Promise<void> {
  for (const name of names) console.log(`${name.padEnd(16)} ${(await load(name)).describe}`)
}

async function measure(bench: Bench, isQuick: boolean, settings: ReadonlyMap<string, number>): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), `hall-bench-${bench.name}-`))
  try {
    const say = (words: string): void => console.error(`${bench.name}: ${words}`)
    console.log(JSON.stringify(await bench.run({ isQuick, rounds: MIN_ROUNDS, scratch, say, settings })))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

interface Asked {
  readonly isQuick: boolean
  readonly settings: ReadonlyMap<string, number>
}

/** What follows a benchmark's name; null when it is not understood. */
function readArgs(args: readonly string[], known: readonly string[]): Asked | null {
  const settings = new Map<string, number>()
  let isQuick = false
  for (let k = 0; k < args.length; k += 1) {
    const word = args[k] ?? ''
    if (word === '--quick') isQuick = true
    else if (known.includes(word.replace(/^--/, '')) && /^\d{1,9}$/.test(args[k + 1] ?? '')) {
      settings.set(word.slice(2), Number(args[(k += 1)]))
    } else return null
  }
  return { isQuick, settings }
}

const [name = '', ...rest] = process.argv.slice(2)
const bench = names.includes(name) ? await load(name) : null
const asked = bench === null ? null : readArgs(rest, bench.settings ?? [])

if (name === '--list' && rest.length === 0) {
  await list()
} else if (bench !== null && asked !== null) {
  await measure(bench, asked.isQuick, asked.settings)
} else {
  const settings = (bench?.settings ?? []).map((setting) => ` [--${setting} N]`).join('')
  console.error(`usage: npm run bench -- ${bench?.name ?? 'NAME'} [--quick]${settings} | --list`)
  console.error(`benchmarks: ${names.join(', ') || 'none yet'}`)
  process.exitCode = 2
}
