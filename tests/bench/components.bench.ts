// The first view of 170,000 components: 35 tiles around the middle of the district, out of the cache to bytes.
import { cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import type { ReadDb } from '#main/db-worker/driver.ts'
import { indexPoints } from '#main/db-worker/tiles/point-index.ts'
import type { PointIndex } from '#main/db-worker/tiles/point-index.ts'
import { encodePlaces } from '#main/db-worker/tiles/point-layer.ts'
import { createComponentTiles, pointsOf } from '#main/db-worker/tiles/point-tiles.ts'
import { readPoints } from '#main/db-worker/tiles/read-points.ts'
import type { Tile } from '#main/db-worker/tiles/tile-box.ts'
import { assertSame, buildPeer, featuresOf, peerTile, viewAt } from './components/ways.ts'
import { COMPONENTS } from './data/components.ts'
import { fillLedger } from './data/ledger-cache.ts'
import { benchLine, compareRounds, median, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine, Medians } from './harness.ts'

const FAR_ZOOM = 10
const ZOOMS = [FAR_ZOOM, 12, 14, 16] as const
/** From here on tiles say what each component is; before, the peer says no more than we do. */
const TOLD_FROM_ZOOM = 16
const QUICK_SHARE = 10
/** At zoom 10, the encoding alone; a tenth of the points is thinned less. */
const target = { atLeast: 20 }
const quickTarget = { atLeast: 8 }
const WITH_BUILDS_AT_LEAST = 8
const SLOWEST_TILE_MS = 8

type Cut = (tile: Tile) => Uint8Array
const view = (cut: Cut, z: number): Uint8Array[] => viewAt(z).map(cut)

interface Ways {
  readonly ours: Cut
  /** Not thinned, places only. */
  readonly all: Cut
  readonly peer: Cut
}

function waysOf(db: ReadDb, count: number): Ways {
  const tiles = createComponentTiles(db)
  const index: PointIndex = indexPoints(readPoints(db, 'component_at'))
  const [bare, told] = [buildPeer(featuresOf(count, false)), buildPeer(featuresOf(count, true))]
  return {
    ours: (tile) => tiles.tile(tile),
    all: (tile) => encodePlaces('components', pointsOf(index, tile, false)),
    peer: (tile) => peerTile(tile.z < TOLD_FROM_ZOOM ? bare : told, tile),
  }
}

async function compareViews({ ours, all, peer }: Ways, { rounds, say }: BenchContext): Promise<Medians> {
  let far: Medians | undefined
  for (const z of ZOOMS) {
    const thinned = await compareRounds(rounds, () => timeMs(() => view(ours, z)), () => timeMs(() => view(peer, z)))
    const whole = await compareRounds(rounds, () => timeMs(() => view(all, z)), () => timeMs(() => view(peer, z)))
    const [times, wholeTimes] = [thinned, whole].map((of) => `${(of.other / of.ours).toFixed(1)} times`)
    say(`zoom ${String(z)}: ${thinned.ours.toFixed(2)} ms, peer ${thinned.other.toFixed(1)} ms, ${times ?? ''}; all points: ${wholeTimes ?? ''}`)
    far ??= thinned
  }
  if (far === undefined) throw new Error('no zoom')
  return far
}

/** The slowest of all tiles of all views, each by its median over rounds through all of them. */
async function slowestTileMs(cut: Cut, rounds: number): Promise<number> {
  const costs = ZOOMS.flatMap(viewAt).map((tile) => ({ tile, own: [] as number[] }))
  for (let round = 0; round < rounds; round += 1) for (const { tile, own } of costs) own.push(await timeMs(() => cut(tile)))
  return Math.max(...costs.map(({ own }) => median(own)))
}

async function run(context: BenchContext): Promise<BenchLine> {
  const { isQuick, rounds, scratch, say } = context
  const count = isQuick ? COMPONENTS / QUICK_SHARE : COMPONENTS
  say(`filling a cache with ${String(count)} components`)
  fillLedger(scratch, count, 0)
  const db = openForReading(cacheFile(scratch))
  const ways = waysOf(db, count)
  for (const z of ZOOMS) say(`zoom ${String(z)}: both hold the same ${String(assertSame(view(ways.all, z), view(ways.peer, z)))} points`)

  const features = featuresOf(count, true)
  const builds = await compareRounds(rounds, () => timeMs(() => indexPoints(readPoints(db, 'component_at'))), () => timeMs(() => buildPeer(features)))
  say(`build: ${builds.ours.toFixed(1)} ms out of the cache, peer ${builds.other.toFixed(1)} ms out of objects in memory`)
  const far = await compareViews(ways, context)
  const slowest = await slowestTileMs(ways.ours, rounds)
  const withBuilds = (builds.other + far.other) / (builds.ours + far.ours)
  say(`with both builds ${withBuilds.toFixed(1)} times, at least ${String(WITH_BUILDS_AT_LEAST)}; slowest tile ${slowest.toFixed(2)} ms, at most ${String(SLOWEST_TILE_MS)}`)
  db.close()
  const line = benchLine({ name: 'components', unit: 'ms', ours: far.ours, peer: far.other, target: isQuick ? quickTarget : target })
  return { ...line, met: line.met && slowest <= SLOWEST_TILE_MS && (isQuick || withBuilds >= WITH_BUILDS_AT_LEAST) }
}

export const bench: Bench = {
  name: 'components',
  describe: '35 tiles of the first view of 170,000 components at zoom 10, 12, 14, 16, from cache to bytes, against geojson-vt and vt-pbf',
  run,
}
