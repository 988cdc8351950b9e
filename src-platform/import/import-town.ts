import { basename, extname } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { TOWN_PIN } from '../town/people.ts'
import { makeRealTown } from '../town/real-town.ts'
import type { RealTown } from '../town/real-town.ts'
import type { ImportArgs } from './args.ts'
import { readBasemap } from './basemap/basemap.ts'
import { importBasemap } from './import-basemap.ts'
import { sendAll } from './import-run.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'

/** Codes need a division; this one belongs to nobody. */
const NO_DIVISION = '990101'
const SEED = 1

/** A whole town on a real map, for a hall that was started empty: the map, then everything that stands and works on it. */
export async function importTown(args: ImportArgs, run: ImportRun): Promise<Result<ImportOutcome>> {
  const map = await readBasemap(args.file, null)
  if (!map.ok) return map
  const district = args.district ?? NO_DIVISION
  if (!/^\d{6}$/.test(district)) return refuse('bad-arguments', '--district: six digits (GB/T 2260)')
  const name = args.name ?? map.value.name ?? basename(args.file, extname(args.file))
  const health = run.client === null ? ok({ hall: 'main' }) : await run.client.health()
  if (!health.ok) return health
  const town = makeRealTown(map.value, { hall: health.value.hall, name, district, seed: SEED })
  if (!town.ok) return town
  const isFree = await isEmptyOrSame(town.value, run)
  if (!isFree.ok) return isFree
  const onMap = await importBasemap({ ...args, name }, run)
  if (!onMap.ok) return onMap
  const totals = { ...onMap.value }
  for (const [kind, rows] of town.value.rows) {
    run.say(`${kind}: ${rows.length}`)
    const sent = await sendAll(run, kind, rows, (row) => nameOf(row, kind))
    if (!sent.ok) return sent
    totals.read += rows.length
    totals.imported += sent.value.imported
    totals.unchanged += sent.value.unchanged
    totals.refused += sent.value.refused
  }
  const secrets = await giveSecrets(town.value, run)
  return secrets.ok ? ok(totals) : secrets
}

/** What a refused row is called. */
function nameOf(row: Readonly<Record<string, unknown>>, kind: string): string {
  const name = row['id'] ?? row['code']
  return typeof name === 'string' ? name : kind
}

/** Two towns in one hall would lie over each other. */
async function isEmptyOrSame({ rows }: RealTown, { client }: ImportRun): Promise<Result<null>> {
  if (client === null) return ok(null)
  const present = await client.readGrids()
  if (!present.ok) return present
  const own = new Set(rows.flatMap(([kind, of]) => (kind === 'grid' ? of.map((row) => row['code']) : [])))
  const foreign = present.value.find(({ code }) => !own.has(code))
  return foreign === undefined ? ok(null) : refuse('hall-has-town', `unit grid ${foreign.code}`)
}

/**
 * Imported people cannot sign in until somebody gives them a secret: the demonstration PIN, as in every generated town. Whoever
 * has one keeps it; a run that was ended before all had theirs is made good by the next one.
 */
async function giveSecrets({ people }: RealTown, { client, progress, say }: ImportRun): Promise<Result<null>> {
  if (client === null) return ok(null)
  for (const [i, { id }] of people.entries()) {
    const given = await client.setFirstSecret(id, TOWN_PIN)
    if (!given.ok) return given
    progress.tick(i + 1, (i + 1) / people.length)
  }
  say(`${people.length} people can sign in with the demonstration PIN`)
  return ok(null)
}
