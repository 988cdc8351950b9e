import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { LifeRequest, LifeStatus } from '#shared/platform-api/life.ts'
import type { Platform } from '../platform.ts'
import { TOWN_PIN } from '../town/people.ts'
import { writeHistory } from './history/write-history.ts'
import type { HistoryProgress } from './history/write-history.ts'
import { isDemonstration } from './is-demonstration.ts'
import { hangAlbum } from './photograph/hang-album.ts'
import { LifeKeeper } from './life/life-keeper.ts'

export interface PlayOptions {
  /** Days of the past to be written, 0 for none. */
  readonly historyDays: number
  /** How fast the town lives; null: not at all. */
  readonly lifeSpeed: number | null
  /** Simulated colleagues at the seats. */
  readonly lifeSeats: number
  readonly onHistory?: (progress: HistoryProgress, isDone: boolean) => void
}

export const noPlay: PlayOptions = { historyDays: 0, lifeSpeed: null, lifeSeats: 0 }

export interface PlayStage {
  readonly platform: Platform
  readonly dataDir: string
  readonly seed: number
  readonly log: FastifyBaseLogger
}

/** The past and the life of a demonstration hall, beside the platform's own work. */
export class TownPlay {
  readonly #options: PlayOptions
  readonly #stage: PlayStage
  readonly #ended = new AbortController()
  #album: Promise<void> | null = null
  #past: Promise<void> = Promise.resolve()
  #coming: Promise<void> = Promise.resolve()
  #life: LifeKeeper | null = null

  constructor(stage: PlayStage, options: PlayOptions) {
    this.#stage = stage
    this.#options = options
  }

  get life(): { readonly status: LifeStatus; set(request: LifeRequest): Promise<LifeStatus> } | null {
    return this.#life
  }

  /** Returns at once: past and life come while the hall is at work already. `url`: where the platform listens on loopback. */
  begin(url: string): void {
    const { log } = this.#stage
    if (this.#options.historyDays > 0)
      this.#past = this.#writePast().catch((error: unknown) => {
        log.error({ err: error }, 'the past of the town could not be written')
      })
    if (this.#options.lifeSpeed !== null)
      this.#coming = this.#bringToLife(url, this.#options.lifeSpeed).catch((error: unknown) => {
        log.error({ err: error }, 'the town could not be brought to life')
      })
  }

  async close(): Promise<void> {
    this.#ended.abort()
    await Promise.all([this.#past, this.#coming])
    await this.#life?.close()
  }

  /** Photographs first: cases name them. Without them the town goes on. */
  #hung(): Promise<void> {
    const { platform, dataDir, seed, log } = this.#stage
    this.#album ??= hangAlbum(platform, dataDir, seed).catch((error: unknown) => {
      log.error({ err: error }, 'the photographs of the town could not be painted')
    })
    return this.#album
  }

  async #writePast(): Promise<void> {
    const { platform, seed, log } = this.#stage
    if (!(await isDemonstration(platform))) {
      log.warn('no past was written: this hall is in earnest, its people have PINs of their own')
      return
    }
    const { historyDays: days, onHistory } = this.#options
    await this.#hung()
    const written = await writeHistory(platform, {
      ...{ days, seed, signal: this.#ended.signal },
      onProgress: (progress) => onHistory?.(progress, false),
    })
    if (!written.ok) log.warn({ ...written.error }, 'no past was written')
    else {
      log.info({ ...written.value }, 'the past of the town')
      onHistory?.(written.value, true)
    }
  }

  async #bringToLife(url: string, speed: number): Promise<void> {
    const { platform, dataDir, seed, log } = this.#stage
    if (!(await isDemonstration(platform))) {
      log.warn('the town does not live: this hall is in earnest, its people have PINs of their own')
      return
    }
    await this.#hung()
    const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()
    const settings = { speed, seats: this.#options.lifeSeats, seed, pin: TOWN_PIN }
    const life = await LifeKeeper.start(platform, { url, token }, settings, log)
    if (!life.ok) log.warn({ ...life.error }, 'the town does not live')
    else this.#life = life.value
  }
}
