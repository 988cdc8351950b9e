import { basename } from 'node:path'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { BasemapSettings } from '#shared/platform-api/rows.ts'
import { GENERATED_ATTRIBUTION } from '../town/hall-rows.ts'
import type { ImportArgs } from './args.ts'
import { readBasemap } from './basemap/basemap.ts'
import type { Basemap } from './basemap/basemap.ts'
import { countsLine, sendAll } from './import-run.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'

/** Map features, streets and places, then the settings row that lets the maps show them with their attribution. */
export async function importBasemap(args: ImportArgs, run: ImportRun): Promise<Result<ImportOutcome>> {
  const read = await readBasemap(args.file, args.profile ?? null)
  if (!read.ok) return read
  const { features, streets, places, left } = read.value
  const attribution = args.attribution ?? read.value.attribution
  if (attribution === null) {
    return refuse('bad-arguments', '--attribution TEXT is required: the file does not say whose data it is, and every map must')
  }
  if (left.size > 0) run.say(`left out: ${countsLine(left)}`)
  run.say(`read: ${features.length} map features, ${streets.length} streets, ${places.length} places; ${attribution}`)
  const totals = { read: features.length + streets.length + places.length, imported: 0, unchanged: 0, refused: 0 }
  for (const [kind, rows] of [
    ['map-feature', features],
    ['street', streets],
    ['place', places],
  ] as const) {
    const sent = await sendAll<{ readonly id: string }>(run, kind, rows, (row) => row.id)
    if (!sent.ok) return sent
    totals.imported += sent.value.imported
    totals.unchanged += sent.value.unchanged
    totals.refused += sent.value.refused
  }
  const settings = await sendSettings(args, read.value, attribution, run)
  return settings.ok ? ok(totals) : settings
}

async function sendSettings(args: ImportArgs, map: Basemap, attribution: string, run: ImportRun): Promise<Result<null>> {
  const name = args.name ?? map.name ?? basename(args.file)
  const { bounds, features } = map
  const row = BasemapSettings.safeParse({ name, attribution, bounds, importedAt: run.clock.now(), features: features.length })
  if (!row.success)
    return refuse('bad-arguments', row.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  if (run.client === null) return ok(null)
  const health = await run.client.health()
  if (!health.ok) return health
  const present = await run.client.readBasemapSettings(health.value.epoch)
  const sent = await sendAll(run, 'settings', [afterImport(present, row.data)], () => 'basemap')
  if (!sent.ok) return sent
  return sent.value.refused === 0 ? ok(null) : refuse('bad-reply', 'the platform refused the settings of the base map')
}

const BETWEEN = '; '

/**
 * What the maps say after this import. Features of earlier imports are still drawn, so their owners stay named. The same map
 * again keeps its time of import, so that a second run changes nothing.
 */
function afterImport(present: BasemapSettings | null, mine: BasemapSettings): BasemapSettings {
  if (present === null) return mine
  // A generated map belongs to nobody who would have to be named.
  const before = present.attribution.split(BETWEEN).filter((owner) => owner !== GENERATED_ATTRIBUTION)
  const attribution = [...new Set([...before, ...mine.attribution.split(BETWEEN)])].join(BETWEEN)
  const after = { ...mine, attribution }
  return canonicalJson({ ...after, importedAt: present.importedAt }) === canonicalJson(present) ? present : after
}
