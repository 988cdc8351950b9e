// A past for a hall: day by day, the newest first, each day in one transaction. A day in which the hall has cases of its own is
// left alone, so writing the same past again adds nothing, and a run that was killed goes on where it stood.
import { sql } from 'kysely'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import { dayNumberAt, startOfDay } from '#shared/domain/limits/local-day.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { lockCases } from '../../commands/lanes.ts'
import { nextSerial } from '../../commands/numbers.ts'
import type { Platform } from '../../platform.ts'
import { commitChanges } from '../../store/commit-changes.ts'
import type { EntityChange } from '../../store/commit-changes.ts'
import type { Tx } from '../../store/migrations/migration.ts'
import { transact } from '../../store/transact.ts'
import { buildScene } from '../scene/scene.ts'
import type { Scene } from '../scene/scene.ts'
import { readSceneRows } from '../scene/scene-rows.ts'
import type { PastCase } from './live-through.ts'
import { casesOfDay } from './past-day.ts'
import { reporterSealer } from './seal-reporter.ts'

export interface HistoryOptions {
  readonly days: number
  readonly seed: number
  /** Ends it early, between two days. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: HistoryProgress) => void
}

export interface HistoryProgress {
  readonly daysDone: number
  readonly days: number
  readonly cases: number
  readonly flows: number
  readonly elapsedMs: number
}

type Hall = Pick<Platform, 'store' | 'hall' | 'clock'>

/** Writes so many past days and today as far as it has come. Refused where the hall lacks what a case needs (`guard-failed`). */
export async function writeHistory(platform: Hall, options: HistoryOptions): Promise<Result<HistoryProgress>> {
  const { store, hall, clock } = platform
  const rows = await readSceneRows(store.db, hall.id)
  if (!rows.ok) return rows
  const scene = buildScene(rows.value, options.seed)
  const startedMs = clock.monotonicMs()
  let progress: HistoryProgress = { daysDone: 0, days: options.days + 1, cases: 0, flows: 0, elapsedMs: 0 }
  const now = clock.now()
  const today = dayNumberAt(now, scene.offsetMinutes)
  for (let back = 0; back <= options.days && !options.signal.aborted; back += 1) {
    const written = await writeDay(platform, scene, { seed: options.seed, dayNumber: today - back, now })
    progress = {
      daysDone: back + 1,
      days: options.days + 1,
      cases: progress.cases + written.length,
      flows: progress.flows + written.reduce((sum, { flow }) => sum + flow.length, 0),
      elapsedMs: clock.monotonicMs() - startedMs,
    }
    options.onProgress(progress)
  }
  return ok(progress)
}

interface Day {
  readonly seed: number
  readonly dayNumber: number
  readonly now: number
}

async function writeDay({ store, hall }: Hall, scene: Scene, { seed, dayNumber, now }: Day): Promise<readonly PastCase[]> {
  const day = dayOf(startOfDay(dayNumber, scene.offsetMinutes), scene.offsetMinutes)
  return transact(store.db, async (tx) => {
    // The lock under which numbers of the day are leased: nobody gets ours meanwhile.
    await lockCases(tx, [`numbers:${hall.id}:${day}`])
    if (await hasCases(tx, hall.id, `${scene.district}${day}`)) return []
    const firstSerial = await nextSerial(tx, hall.id, day)
    const cases = casesOfDay(scene, { seed, dayNumber, now, firstSerial, seal: reporterSealer(hall.key) })
    if (cases.length === 0) return []
    const block = { from_serial: firstSerial, to_serial: firstSerial + cases.length - 1 }
    const taken = { hall: hall.id, day, ...block, holder: 'history', lessee: 'history', leased_at: now }
    await tx.insertInto('number_block').values(taken).execute()
    await commitChanges(tx, hall.id, cases.flatMap(changesOf))
    return cases
  })
}

function changesOf({ row, flow }: PastCase): EntityChange[] {
  return [
    { kind: 'case', id: row.id, ver: row.ver, row },
    ...flow.map((record): EntityChange => ({ kind: 'flow', id: record.id, ver: 1, row: record })),
  ]
}

async function hasCases(tx: Tx, hall: string, prefix: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM entity WHERE hall = ${hall} AND kind = 'case'
    AND row->>'no' BETWEEN ${`${prefix}00000`} AND ${`${prefix}99999`} LIMIT 1`.execute(tx)
  return rows.length > 0
}

/** The most days a hall may be given: ten years of them. */
export const MOST_DAYS = 3_660

/** Rate and time left in words for a terminal. */
export function progressWords({ daysDone, days, cases, flows, elapsedMs }: HistoryProgress): string {
  const perSecond = Math.round((cases / Math.max(1, elapsedMs)) * 1_000)
  const leftS = Math.ceil((elapsedMs / Math.max(1, daysDone)) * ((days - daysDone) / 1_000))
  const counts = `${String(cases)} 件 cases, ${String(flows)} 条流程 flow records`
  return `历史 history: ${String(daysDone)}/${String(days)} 天 days, ${counts}, ${String(perSecond)}/s, 剩余 left ${String(leftS)} s`
}
