// One seat's real link over real sockets: ledger, cache and link service of the product, a proxy that spoils the line, and a
// platform that does as it is told.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HallDb } from '#main/db/hall-db.ts'
import type { LinkService } from '#main/link/link-service.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../builders/a-command.ts'
import { aLink } from '../builders/a-link.ts'
import { openHallDbInProcess } from '../simulation/hall-db-in-process.ts'
import { BeatingPlatform } from './beating-platform.ts'
import { FaultProxy } from './fault-proxy.ts'

const LOOK_MS = 50
/** Everything that is healed is whole again within this time. */
const HEALED_MS = 60_000

export interface SceneSettings {
  readonly tls?: { cert: string; key: string } | null
  /** PEM of the authority the seat trusts. */
  readonly ca?: string | null
  /** Another name than the proxy's own address. */
  readonly host?: string
}

export class LinkScene {
  readonly platform: BeatingPlatform
  readonly line: FaultProxy
  readonly link: LinkService
  readonly #db: HallDb
  readonly #folder: string
  #acts = 0

  private constructor(platform: BeatingPlatform, line: FaultProxy, db: HallDb, folder: string, settings: SceneSettings) {
    this.platform = platform
    this.line = line
    this.#db = db
    this.#folder = folder
    const url = `${platform.scheme}://${settings.host ?? '127.0.0.1'}:${String(line.port)}`
    this.link = aLink(db, new PlatformClient(url, 'token', { ca: settings.ca ?? null }), {
      failed: (where, error) => {
        process.emitWarning(`${where}: ${String(error)}`)
      },
    })
  }

  static async open(settings: SceneSettings = {}): Promise<LinkScene> {
    const folder = mkdtempSync(join(tmpdir(), 'hall-line-'))
    const platform = await BeatingPlatform.open(settings.tls ?? null)
    const line = await FaultProxy.open(() => platform.url)
    const db = unwrap(await openHallDbInProcess({ dataDir: folder, seat: '1', lastS: 0, readers: 1 }))
    const scene = new LinkScene(platform, line, db, folder, settings)
    await scene.link.start()
    return scene
  }

  async end(): Promise<void> {
    this.platform.endStreams()
    this.line.heal()
    await this.link.stop()
    await this.#db.close()
    await this.line.stop()
    await this.platform.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Somebody files a case; answers its command's id. */
  async act(): Promise<string> {
    this.#acts += 1
    const appended = unwrap(await this.#db.ledger.append([aReport(this.#acts, this.#acts)], null))
    await this.link.commandsAdded(appended)
    return appended[0]?.command.id ?? ''
  }

  /** The first status that is as wanted; fails with the last one after a minute. */
  async until(wanted: (status: LinkStatus) => boolean): Promise<LinkStatus> {
    const end = performance.now() + HEALED_MS
    for (;;) {
      const status = this.link.status()
      if (wanted(status)) return status
      if (performance.now() > end) throw new Error(`still ${JSON.stringify(status)}`)
      await sleep(LOOK_MS)
    }
  }

  says(rung: LinkStatus['rung'], reason: string | null): Promise<LinkStatus> {
    return this.until((status) => status.rung === rung && status.reason === reason)
  }

  isWell(): Promise<LinkStatus> {
    return this.until(({ rung, waiting }) => rung === 'normal' && waiting === 0)
  }
}
