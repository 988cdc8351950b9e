import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { MapTile } from '#shared/platform-api/map-tiles.ts'
import type { ImportArgs } from './args.ts'
import { noAttribution, sendBasemapSettings } from './basemap/settings.ts'
import { readPictureMap } from './basemap/tiles/picture-map.ts'
import { zoomWords } from './basemap/tiles/tile-archive.ts'
import type { TileArchive } from './basemap/tiles/tile-archive.ts'
import { rowSender } from './client/send-rows.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'
import type { Box } from './plane.ts'

/** Tiles of pictures that touch the town, then the settings row that lets the maps lay them beneath everything else. */
export async function importPictures(args: ImportArgs, run: ImportRun, archive: TileArchive): Promise<Result<ImportOutcome>> {
  const attribution = args.attribution ?? archive.attribution
  if (attribution === null) return noAttribution
  const town = await townBounds(run)
  if (!town.ok) return town
  const read = await readPictureMap(archive, town.value)
  if (!read.ok) return read
  const { pictures, tiles, outside } = read.value
  const { minZoom, maxZoom, tileSize } = pictures
  if (outside > 0) run.say(`left out: ${outside} tiles outside the town`)
  run.say(`read: ${tiles} tiles (${archive.content}, ${tileSize} pixels) ${zoomWords(minZoom, maxZoom)}; ${attribution}`)
  let refused = 0
  const sender = rowSender<MapTile>(run.client, 'map-tile', (from, why) => {
    refused += 1
    if (refused <= 10) run.say(`map-tile ${from.id} refused: ${why.code} ${why.detail ?? ''}`)
    return Promise.resolve()
  })
  let sent = 0
  for await (const row of read.value.rows()) {
    sent += 1
    const added = await sender.add({ row, from: { line: 0, id: row.id } })
    if (!added.ok) return added
    run.progress.tick(sent, sent / tiles)
  }
  const finished = await sender.finish()
  if (!finished.ok) return finished
  const settings = await sendBasemapSettings(args, run, (present) => ({
    name: args.name ?? present?.name ?? archive.name,
    attribution,
    bounds: present?.bounds ?? pictures.bounds,
    features: present?.features ?? 0,
    pictures,
  }))
  return settings.ok ? ok({ read: tiles, ...sender.totals }) : settings
}

/** Null while the hall has no settings yet, and in a dry run. */
async function townBounds({ client }: ImportRun): Promise<Result<Box | null>> {
  if (client === null) return ok(null)
  const health = await client.health()
  if (!health.ok) return health
  const settings = await client.readSettings(health.value.epoch)
  return settings.ok ? ok(settings.value.hall?.bounds ?? null) : settings
}
