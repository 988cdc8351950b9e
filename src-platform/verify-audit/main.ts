// npm run verify:audit -- FILE.ndjson [--key PUBLIC-KEY], ./wanmi-verify-audit in a package. Runs where no hall does.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { verifyAudit } from './verify-audit.ts'

const USAGE = `npm run verify:audit -- FILE.ndjson [--key PUBLIC-KEY]      in a package: ./wanmi-verify-audit FILE.ndjson [--key PUBLIC-KEY]

  FILE.ndjson     an exported audit trail; FILE.manifest.json is read beside it
  --key KEY       who must have signed it: \`signingKey\` of the machine in the platform's /v1/devices.
                  Without it the two files prove only that they belong together

  exit codes: 0 whole · 1 not whole, or signed by another · 2 not readable, or a wrong option
`
const exitCodes = { whole: 0, notWhole: 1, unreadable: 2 } as const

interface Asked {
  /** Null: only the usage. */
  readonly file: string | null
  readonly key: string | null
}

/** Throws a sentence about what it does not know. */
function readAsked(args: readonly string[]): Asked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { key: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  const [file, ...more] = positionals
  if (values.help === true) return { file: null, key: null }
  if (file === undefined || more.length > 0) throw new Error(USAGE)
  // npm runs scripts in the project's folder and says in INIT_CWD where the person stood.
  return { file: resolve(process.env['INIT_CWD'] ?? process.cwd(), file), key: values.key ?? null }
}

function main(args: readonly string[]): number {
  try {
    const { file, key } = readAsked(args)
    if (file === null) {
      process.stdout.write(USAGE)
      return exitCodes.whole
    }
    const manifest = readFileSync(file.replace(/\.ndjson$/, '.manifest.json'), 'utf8')
    const verdict = verifyAudit(readFileSync(file, 'utf8'), manifest, key)
    process.stdout.write(`${verdict.ok ? 'ok' : 'NOT OK'}: ${verdict.words}\n`)
    return verdict.ok ? exitCodes.whole : exitCodes.notWhole
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return exitCodes.unreadable
  }
}

process.exitCode = main(process.argv.slice(2))
