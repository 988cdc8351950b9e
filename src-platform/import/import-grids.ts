import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { GridRow } from '#shared/platform-api/rows.ts'
import type { ImportArgs } from './args.ts'
import { gridFinder } from './grid-finder.ts'
import { GridFileProfile } from './grid-profile.ts'
import { refuseZones, sayRefused, sendGrids } from './import-run.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'
import { labelPoint } from './plane.ts'
import { readProfile } from './profile-file.ts'
import { openRefusedBeside } from './refused-file.ts'
import { readZones } from './zones.ts'

/** A layer of polygons as unit grids. Grids that lie over one another are imported and named: a point then has two owners. */
export async function importGrids(args: ImportArgs, run: ImportRun): Promise<Result<ImportOutcome>> {
  const profile = await readProfile(args.profile ?? '', GridFileProfile)
  if (!profile.ok) return profile
  const zones = await readZones(args.file, profile.value.grids)
  if (!zones.ok) return zones
  const { rows } = zones.value
  for (const line of overlaps(rows.map(({ row }) => row)).slice(0, MAX_NAMED)) run.say(line)
  const opened = await openRefusedBeside(args.out, args.file)
  if (!opened.ok) return opened
  const refused = opened.value
  try {
    await refuseZones(zones.value, refused)
    const sent = await sendGrids(run, zones.value, refused)
    if (!sent.ok) return sent
    const { length } = zones.value.refused
    return ok({ read: rows.length + length, ...sent.value, refused: sent.value.refused + length })
  } finally {
    await sayRefused(run, refused)
  }
}

const MAX_NAMED = 20

/** Grids whose middle lies in another grid, in words. */
export function overlaps(rows: readonly GridRow[]): string[] {
  const gridAt = gridFinder(rows)
  return rows.flatMap((row) => {
    const other = gridAt(labelPoint(row.geometry))
    return other === null || other.code === row.code ? [] : [`grid ${row.code}: its middle lies in ${other.code} too`]
  })
}
