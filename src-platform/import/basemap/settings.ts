// The settings row of the base map: whose data the maps show, and where.
import { basename } from 'node:path'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { BasemapSettings } from '#shared/platform-api/rows.ts'
import { GENERATED_ATTRIBUTION } from '../../town/hall-rows.ts'
import type { ImportArgs } from '../args.ts'
import { sendAll } from '../import-run.ts'
import type { ImportRun } from '../import-run.ts'

export const noAttribution = refuse(
  'bad-arguments',
  '--attribution TEXT is required: the file does not say whose data it is, and every map must',
)

/** What one import knows of it; without a name the file's name stands. */
export type ImportedSettings = Omit<BasemapSettings, 'name' | 'importedAt'> & { readonly name: string | null }

/** Sends the row that `make` makes out of the present one, with the owners of what earlier imports brought. */
export async function sendBasemapSettings(
  args: ImportArgs,
  run: ImportRun,
  make: (present: BasemapSettings | null) => ImportedSettings,
): Promise<Result<null>> {
  const present = await presentSettings(run)
  if (!present.ok) return present
  const made = make(present.value)
  const row = BasemapSettings.safeParse({ ...made, name: made.name ?? basename(args.file), importedAt: run.clock.now() })
  if (!row.success)
    return refuse('bad-arguments', row.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const sent = await sendAll(run, 'settings', [afterImport(present.value, row.data)], () => 'basemap')
  if (!sent.ok) return sent
  return sent.value.refused === 0 ? ok(null) : refuse('bad-reply', 'the platform refused the settings of the base map')
}

async function presentSettings({ client }: ImportRun): Promise<Result<BasemapSettings | null>> {
  if (client === null) return ok(null)
  const health = await client.health()
  if (!health.ok) return health
  const settings = await client.readSettings(health.value.epoch)
  return settings.ok ? ok(settings.value.basemap) : settings
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
