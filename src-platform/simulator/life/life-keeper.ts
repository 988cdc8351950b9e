import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type { FastifyBaseLogger } from 'fastify'
import { CaseRow } from '#shared/domain/case/case-row.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { LifeRequest, LifeStatus } from '#shared/platform-api/life.ts'
import type { Platform } from '../../platform.ts'
import { readSceneRows } from '../scene/scene-rows.ts'
import type { LifeOptions } from './life.ts'
import type { FromLife, ToLife } from './worker-messages.ts'

export interface LifeSettings {
  readonly speed: number
  readonly seats: number
  readonly seed: number
  readonly pin: string
}

const workerUrl = new URL('./life-worker.ts', import.meta.url)
/** Of each kind of trouble so many lines go to the log; the rest would say nothing new. */
const MOST_WARNINGS = 20

/** The life of the town as the platform holds it: a thread of its own, which knows the platform by its address only. */
export class LifeKeeper {
  readonly #worker: Worker
  readonly #exited: Promise<void>
  #status: LifeStatus

  private constructor(options: LifeOptions, log: FastifyBaseLogger, now: number) {
    const counts = { reported: 0, steps: 0, overtaken: 0, failed: 0, open: options.open.length, positions: 0 }
    this.#status = { state: 'starting', speed: options.speed, townTime: now, ...counts }
    this.#worker = new Worker(workerUrl, { workerData: options })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#exited = promise
    const warnings = new Map<string, number>()
    this.#worker
      .on('message', (message: FromLife) => {
        if (message.type === 'status') {
          this.#status = message.status
          return
        }
        const count = (warnings.get(message.what) ?? 0) + 1
        warnings.set(message.what, count)
        if (count <= MOST_WARNINGS) log.warn({ what: message.what, detail: message.detail }, 'the life of the town')
      })
      .on('error', (error) => {
        log.error({ err: error }, 'the life of the town has failed')
      })
      .on('exit', () => {
        this.#status = { ...this.#status, state: 'ended' }
        resolve()
      })
  }

  /** Refused where the hall lacks what a case needs (`guard-failed`, with what is missing). */
  static async start(
    { store, hall, clock }: Platform,
    address: { readonly url: string; readonly token: string },
    settings: LifeSettings,
    log: FastifyBaseLogger,
  ): Promise<Result<LifeKeeper>> {
    const rows = await readSceneRows(store.db, hall.id)
    if (!rows.ok) return rows
    const { open, seq } = await readOpenCases({ store, hall })
    const cursor = { epoch: hall.epoch, seq }
    const now = clock.now()
    const aheadMs = now - systemClock.now()
    return ok(new LifeKeeper({ ...address, ...settings, rows: rows.value, open, cursor, aheadMs }, log, now))
  }

  get status(): LifeStatus {
    return this.#status
  }

  /** The status once the thread has taken it over. */
  async set(request: LifeRequest): Promise<LifeStatus> {
    if (this.#status.state === 'ended') return this.#status
    const { promise: heard, resolve } = Promise.withResolvers<undefined>()
    const listen = (message: FromLife): void => {
      if (message.type === 'status' && fits(message.status, request)) resolve(undefined)
    }
    this.#worker.on('message', listen)
    this.#say({ type: 'set', request })
    await Promise.race([heard, this.#exited])
    this.#worker.off('message', listen)
    return this.#status
  }

  /** In order: what is under way is finished. */
  async close(): Promise<void> {
    this.#say({ type: 'end' })
    const late = setTimeout(() => void this.#worker.terminate(), 2_000)
    await this.#exited
    clearTimeout(late)
  }

  #say(message: ToLife): void {
    this.#worker.postMessage(message)
  }
}

function fits({ state, speed }: LifeStatus, request: LifeRequest): boolean {
  return (request.speed ?? speed) === speed && (request.state ?? state) === state
}

/** Cases under way with the seq they are of: what comes later comes by the feed. */
async function readOpenCases({ store, hall }: Pick<Platform, 'store' | 'hall'>): Promise<{ open: CaseRow[]; seq: number }> {
  const { rows } = await sql<{ head: number; row: unknown }>`
    SELECT h.seq AS head, e.row FROM feed_head h LEFT JOIN entity e
      ON e.hall = h.hall AND e.kind = 'case' AND NOT e.deleted AND (
        e.row->>'state' NOT IN ('closed', 'refused', 'voided', 'on-account')
        OR (e.row->>'state' = 'closed' AND (e.row->>'callBack' = 'due' OR e.row->>'appeal' = 'asked'))
      )
    WHERE h.hall = ${hall.id}`.execute(store.db)
  const open = rows.flatMap(({ row }) => {
    const read = CaseRow.safeParse(row)
    return read.success ? [read.data] : []
  })
  return { open, seq: rows[0]?.head ?? 0 }
}
