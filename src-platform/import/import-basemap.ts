import type { Result } from '#shared/kernel/result.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { ImportArgs } from './args.ts'
import { basemapOfTiles, readBasemap } from './basemap/basemap.ts'
import type { Basemap } from './basemap/basemap.ts'
import { noAttribution, sendBasemapSettings } from './basemap/settings.ts'
import { isArchive, openArchive } from './basemap/tiles/open-archive.ts'
import { importPictures } from './import-pictures.ts'
import { countsLine, sendAll } from './import-run.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'

/** A base map out of one file: things to be drawn, or pictures to be laid beneath them. */
export async function importBasemap(args: ImportArgs, run: ImportRun): Promise<Result<ImportOutcome>> {
  if (!isArchive(args.file)) return importFeatures(args, run, await readBasemap(args.file, args.profile ?? null))
  if (args.profile !== undefined) return refuse('bad-arguments', '--profile belongs to GeoJSON; other files need none')
  const archive = await openArchive(args.file)
  if (!archive.ok) return archive
  try {
    return archive.value.content === 'vector'
      ? await importFeatures(args, run, await basemapOfTiles(archive.value))
      : await importPictures(args, run, archive.value)
  } finally {
    await archive.value.close()
  }
}

/** Map features, streets and places, then the settings row that lets the maps show them with their attribution. */
async function importFeatures(args: ImportArgs, run: ImportRun, read: Result<Basemap>): Promise<Result<ImportOutcome>> {
  if (!read.ok) return read
  const { features, streets, places, left, bounds } = read.value
  const attribution = args.attribution ?? read.value.attribution
  if (attribution === null) return noAttribution
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
  const settings = await sendBasemapSettings(args, run, (present) => ({
    name: args.name ?? read.value.name,
    attribution,
    bounds,
    features: features.length,
    ...(present?.pictures !== undefined && { pictures: present.pictures }),
  }))
  return settings.ok ? ok(totals) : settings
}
