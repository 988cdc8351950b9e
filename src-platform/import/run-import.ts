import { systemClock } from '#shared/kernel/clock.ts'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { help, readArgs } from './args.ts'
import type { ImportArgs, ImportKind } from './args.ts'
import { bulkClient } from './client/bulk-client.ts'
import type { BulkClient } from './client/bulk-client.ts'
import { findHall } from './client/hall-address.ts'
import { importBasemap } from './import-basemap.ts'
import { importCases } from './import-cases.ts'
import { importComponents } from './import-components.ts'
import { importGrids } from './import-grids.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'
import { importTown } from './import-town.ts'
import { progressOn } from './progress.ts'

const exitCodes = { imported: 0, failed: 1, badArguments: 2 } as const

const imports: Readonly<Record<ImportKind, (args: ImportArgs, run: ImportRun) => Promise<Result<ImportOutcome>>>> = {
  basemap: importBasemap,
  cases: importCases,
  components: importComponents,
  grids: importGrids,
  town: importTown,
}

/** Runs one import and answers with the exit code. */
export async function runImport(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv)
  if (!args.ok) return tell(args.error)
  if (args.value === 'help') {
    console.log(help)
    return exitCodes.imported
  }
  const given = args.value
  const client = given.dryRun ? ok(null) : await connect(given)
  if (!client.ok) return tell(client.error)
  const progress = progressOn(process.stderr, systemClock, given.kind)
  const say = (line: string): void => {
    progress.clear()
    console.log(line)
  }
  const run: ImportRun = { client: client.value, clock: systemClock, progress, say }
  const outcome = await attempt(() => imports[given.kind](given, run))
  progress.clear()
  if (!outcome.ok) return tell(outcome.error)
  const { read, imported, unchanged, refused } = outcome.value
  if (read === 0) return tell({ code: 'bad-file', detail: `${given.file}: it has no rows` })
  console.log(
    given.dryRun
      ? `dry run: ${read} rows read, ${read - refused} fit to import, ${refused} refused; nothing was sent`
      : `${read} rows read, ${imported} imported, ${unchanged} unchanged, ${refused} refused`,
  )
  return refused === read ? exitCodes.failed : exitCodes.imported
}

/** Whatever a library throws at a hostile file ends in words too. */
async function attempt(run: () => Promise<Result<ImportOutcome>>): Promise<Result<ImportOutcome>> {
  try {
    return await run()
  } catch (error) {
    return refuse('internal', error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : String(error))
  }
}

async function connect(args: ImportArgs): Promise<Result<BulkClient>> {
  const hall = await findHall(args)
  if (!hall.ok) return hall
  const client = bulkClient(hall.value)
  const health = await client.health()
  return health.ok ? ok(client) : health
}

/** The catalogue's next step is for somebody with a map before him. */
const convertFirst = '核对坐标系和坐标顺序，转换后再导入 / Check datum and order of the coordinates, convert the file, import again'

/** Code, sentence, what exactly, and the next step; Chinese first. */
function tell({ code, detail }: Refusal): number {
  const text = errorCatalogue[code]
  const next = code === 'bad-coordinate' ? convertFirst : `${text.nextZh} / ${text.nextEn}`
  // Bytes of a file that is no text would do as they please with a terminal.
  const what = detail === undefined ? '' : `\n  ${detail.replace(/[\p{Cc}\p{Cs}]+/gu, ' ')}`
  console.error(`${code}: ${text.zh} / ${text.en}${what}\n  ${next}`)
  return code === 'bad-arguments' ? exitCodes.badArguments : exitCodes.failed
}
