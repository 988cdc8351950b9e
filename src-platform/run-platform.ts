import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import type { Clock, Random } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { POSITIONS_EVERY_MS } from '#shared/platform-api/field.ts'
import { DEPARTMENT_PATH } from '#shared/platform-api/system.ts'
import { serveAttachments } from './api/attachments.ts'
import { serveAnchors } from './api/anchors.ts'
import { serveBulk } from './api/bulk.ts'
import { serveCases } from './api/cases.ts'
import { serveChanges } from './api/changes.ts'
import { serveCommands } from './api/commands.ts'
import { serveDepartmentPage } from './api/department-page.ts'
import { serveDigests } from './api/digests.ts'
import { guardGate } from './api/gate.ts'
import { serveKeys } from './api/keys.ts'
import { serveLife } from './api/life.ts'
import { serveLists } from './api/lists.ts'
import { OpenStreams } from './api/open-streams.ts'
import { servePeople } from './api/people.ts'
import { Patience } from './commands/patience.ts'
import { serveDevices } from './devices/serve-devices.ts'
import { servePositions } from './api/positions.ts'
import type { Api } from './api/serve.ts'
import { makeServer } from './api/server.ts'
import { serveSnapshot } from './api/snapshot.ts'
import { serveSystem } from './api/system.ts'
import { attachmentFiles, sweepIncoming } from './attachments/files.ts'
import { ensureAdminToken } from './auth/admin-token.ts'
import { ensureFirstCodes } from './auth/enrolment.ts'
import { dropOldFailures } from './auth/lockout.ts'
import { referenceReader } from './commands/reference-data.ts'
import { resumeDue } from './commands/resume-due.ts'
import { Positions } from './field/positions.ts'
import { dropOldTracks } from './field/read-track.ts'
import { repeat } from './jobs.ts'
import type { Platform } from './platform.ts'
import { TownPlay, noPlay } from './simulator/play.ts'
import type { PlayOptions } from './simulator/play.ts'
import { SnapshotKeeper } from './snapshot/snapshot-keeper.ts'
import type { SnapshotRules } from './snapshot/snapshot-keeper.ts'
import { FeedWatch } from './store/feed-watch.ts'
import { beginEpoch } from './store/begin-epoch.ts'
import { ensureHall } from './store/hall.ts'
import { findLifeGoneBack, keepHighWater } from './store/high-water.ts'
import { dropOld } from './store/retention.ts'
import { migrate } from './store/migrate.ts'
import { openStore } from './store/open-store.ts'
import { ToldBeyond } from './store/told-beyond.ts'
import type { ConnectionSource, Store } from './store/open-store.ts'
import { openInnerDoor } from './tls.ts'
import type { TlsFiles } from './tls.ts'
import { seedTown } from './town/seed-town.ts'
import type { TownProgress } from './town/seed-town.ts'
import type { TownName } from './town/town-names.ts'

export interface PlatformOptions {
  readonly connection: ConnectionSource
  readonly dataDir: string
  /** Address to listen on; 127.0.0.1 unless a city puts a TLS gateway in front. */
  readonly address?: string
  /** Built pages, for the one that departments use; null: none came with this platform. */
  readonly pagesDir?: string | null
  /** The built program that makes snapshots; null: none came with this platform. */
  readonly snapshotBuilder?: string | null
  readonly snapshotRules?: Partial<SnapshotRules>
  /** Serves HTTPS with this certificate; null: HTTP. */
  readonly tls?: TlsFiles | null
  /** 0 takes a free one. */
  readonly port: number
  /** What a gateway in front passes on as Host. */
  readonly hostNames?: readonly string[]
  readonly town: TownName
  readonly seed: number
  /** Hears how far filling an empty hall has come. */
  readonly onTown?: (progress: TownProgress) => void
  /** Past and life of a demonstration hall; none unless asked for. */
  readonly play?: PlayOptions
  /** Begin a new life of the store, after a backup was restored. */
  readonly newEpoch?: boolean
  readonly log: FastifyBaseLogger
  readonly clock?: Clock
  readonly random?: Random
  readonly checkReplies?: boolean
}

export interface RunningPlatform {
  readonly url: string
  /** For programs on this machine, which need no certificate for it. */
  readonly localUrl: string
  /** Where departments work; null when the page did not come with this platform. */
  readonly departmentUrl: string | null
  readonly platform: Platform
  /** Refuses new work, finishes what is under way, lets go of the store. */
  close(): Promise<void>
}

const RESUME_EVERY_MS = 15_000
const SWEEP_EVERY_MS = 3_600_000
const KEEP_UPLOADS_MS = 7 * 24 * 3_600_000
const KEEP_TRACKS_MS = 90 * 24 * 3_600_000

/** Brings the store up to date, seeds the town if asked, listens. */
export async function runPlatform(options: PlatformOptions): Promise<Result<RunningPlatform>> {
  const { log } = options
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const store = openStore(options.connection, (error) => {
    log.warn({ err: error }, 'a connection broke')
  })
  const migrated = await migrate(store.db)
  if (!migrated.ok) {
    await store.close()
    return migrated
  }
  const platform = await openPlatform(store, options)
  const positions = new Positions(platform)
  await positions.turn()
  const { dataDir, seed, play: played = noPlay } = options
  const play = new TownPlay({ platform, dataDir, seed, log }, played)
  const snapshots = openSnapshots(platform, options)
  const { app, url, departmentUrl, localUrl } = await listen(platform, { positions, play, snapshots }, options)
  const stopJobs = startJobs(platform, positions, options)
  const stopMarking = keepHighWater(platform, dataDir, (error) => {
    log.warn({ err: error }, 'how far the feed has come could not be written down')
  })
  const stopSnapshots = repeat(
    snapshots.rules.everyMs,
    () => snapshots.turn(localUrl),
    (error) => {
      log.error({ err: error }, 'the snapshot could not be looked after')
    },
  )
  play.begin(localUrl)
  return ok({
    url,
    localUrl,
    departmentUrl,
    platform,
    async close() {
      await play.close()
      snapshots.stop()
      await app.close()
      await Promise.all([stopJobs(), stopSnapshots()])
      // A store that is gone has had all but the last seconds of the tracks.
      await positions.flush().catch((error: unknown) => {
        log.warn({ err: error }, 'the last positions could not be written')
      })
      await stopMarking()
      await platform.feed.close()
      await store.close()
    },
  })
}

async function openPlatform(store: Store, options: PlatformOptions): Promise<Platform> {
  const clock = options.clock ?? systemClock
  const wentBack = await findLifeGoneBack(store.db, options.dataDir)
  if (wentBack !== null) options.log.warn('the database is older than at the last run: a backup was restored, a new life begins')
  // Another process on this database may have noticed it in the same moment; who is told to begin one does so in any case.
  if (options.newEpoch === true) await beginEpoch(store.db, clock)
  else if (wentBack !== null) await beginEpoch(store.db, clock, wentBack)
  const hall = await ensureHall(store.db, clock.now())
  if (options.town !== 'none') await seedTown({ store, hall, clock }, options.town, options.seed, options.onTown)
  const feed = new FeedWatch(store.connection, hall.id, (error) => {
    options.log.warn({ err: error }, 'the feed is being watched no more; trying again')
  })
  await feed.ready
  const platform = { store, hall, feed, clock, random: options.random ?? systemRandom }
  await ensureFirstCodes(platform, options.dataDir)
  return platform
}

function openSnapshots(
  platform: Platform,
  { dataDir, snapshotBuilder = null, snapshotRules, log }: PlatformOptions,
): SnapshotKeeper {
  const rules = snapshotRules === undefined ? {} : { rules: snapshotRules }
  return new SnapshotKeeper({ platform, folder: join(dataDir, 'snapshot'), program: snapshotBuilder, log, ...rules })
}

interface Moving {
  readonly positions: Positions
  readonly play: TownPlay
  readonly snapshots: SnapshotKeeper
}

interface Listening {
  readonly app: FastifyInstance
  readonly url: string
  readonly departmentUrl: string | null
  /** For programs of our own on this machine. */
  readonly localUrl: string
}

async function listen(platform: Platform, { positions, play, snapshots }: Moving, options: PlatformOptions): Promise<Listening> {
  const { log, dataDir, address = '127.0.0.1', tls = null } = options
  const app = makeServer(log, tls)
  const port = (): number => {
    const bound = app.server.address()
    return bound === null || typeof bound === 'string' ? options.port : bound.port
  }
  const inner = tls === null ? null : await openInnerDoor((request, response) => app.routing(request, response))
  if (inner !== null) app.addHook('onClose', () => inner.close())
  const ports = (): number[] => (inner === null ? [port()] : [port(), inner.port])
  guardGate(app, platform, { gatewayHosts: options.hostNames ?? [], ports })
  const adminTokenHash = await ensureAdminToken(dataDir)
  const own = { adminTokenHash, builderTokenHash: snapshots.tokenHash }
  const api: Api = { app, platform, dataDir, ...own, checkReplies: options.checkReplies ?? false }
  const readReference = referenceReader()
  serveSystem(api)
  servePeople(api)
  serveKeys(api)
  serveDevices(api)
  const streams = new OpenStreams(app, platform)
  const beyond = new ToldBeyond(platform, app.log)
  serveChanges(api, streams, beyond)
  serveSnapshot(api, snapshots)
  serveDigests(api)
  servePositions(api, positions, streams)
  serveCommands(api, {
    platform,
    readReference,
    patience: new Patience(),
    onFailure: (error, { envelope }) => {
      log.error({ err: error, command: envelope.id }, 'a command could not be settled')
    },
  })
  serveAnchors(api, beyond)
  serveCases(api)
  serveLists(api)
  serveLife(api, () => play.life)
  serveBulk(api, readReference)
  await serveAttachments(api)
  const hasDepartmentPage = await serveDepartmentPage(app, options.pagesDir ?? null)
  await app.listen({ host: address, port: options.port })
  const url = `${tls === null ? 'http' : 'https'}://${address.includes(':') ? `[${address}]` : address}:${port()}`
  if (inner !== null)
    return { app, url, localUrl: inner.url, departmentUrl: hasDepartmentPage ? `${url}${DEPARTMENT_PATH}` : null }
  const localUrl = ['0.0.0.0', '::'].includes(address) ? `http://127.0.0.1:${port()}` : url
  return { app, url, localUrl, departmentUrl: hasDepartmentPage ? `${url}${DEPARTMENT_PATH}` : null }
}

function startJobs(platform: Platform, positions: Positions, { log, dataDir }: PlatformOptions): () => Promise<void> {
  const { store, hall, clock } = platform
  const readReference = referenceReader()
  const onFailure = (error: unknown): void => {
    log.error({ err: error }, 'a job failed; it runs again at its next turn')
  }
  const stops = [
    repeat(POSITIONS_EVERY_MS, () => (platform.feed.isAlive ? positions.turn() : Promise.resolve()), onFailure),
    repeat(SWEEP_EVERY_MS, () => dropOldTracks(store.db, hall.id, clock.now() - KEEP_TRACKS_MS), onFailure),
    repeat(RESUME_EVERY_MS, () => resumeDue(platform, readReference), onFailure),
    repeat(SWEEP_EVERY_MS, () => dropOldFailures(platform), onFailure),
    repeat(SWEEP_EVERY_MS, () => dropOld(platform), onFailure),
    repeat(SWEEP_EVERY_MS, () => sweepIncoming(attachmentFiles(dataDir), platform.clock.now() - KEEP_UPLOADS_MS), onFailure),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}
