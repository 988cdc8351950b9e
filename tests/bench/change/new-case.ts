// A case that has just come to its department: first of the list, in the middle of the map, one more of the running month.
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { CaseRow as CaseRowSchema } from '#shared/domain/case/case-row.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import { caseAt } from '../data/cases.ts'

const NEWEST = 900
const MINUTE_MS = 60_000
/** MapLibre's world at the zoom a seat opens on, pixels. */
const WORLD_PX = 512 * 2 ** 15
/** Symbols stand in a square, this far from one another; a symbol is 24 px wide. */
const APART_PX = 60
const ABREAST = 9

export interface NewCase {
  readonly change: Omit<Change, 'seq'>
  readonly no: string
  /** From the middle of the map, pixels to the right and downwards. */
  readonly dx: number
  readonly dy: number
}

const handled = Array.from({ length: NEWEST }, (_, i) => caseAt(i)).filter(({ state }) => state === 'handling')
const firstDue = Math.min(...handled.map(({ dueAt }) => dueAt ?? Infinity))

/** The n-th, from 0 to 80; `center` is the middle of the map. */
export function newCase(n: number, [lng, lat]: readonly [number, number]): NewCase {
  const like = handled[n % handled.length]
  if (like === undefined) throw new Error('no case is being handled')
  const dx = ((n % ABREAST) - Math.floor(ABREAST / 2)) * APART_PX
  const dy = ((Math.floor(n / ABREAST) % ABREAST) - Math.floor(ABREAST / 2)) * APART_PX
  const degrees = 360 / WORLD_PX
  const at = { lng: lng + dx * degrees, lat: lat - dy * degrees * Math.cos((lat * Math.PI) / 180) }
  const place = { ...like.place, ...at }
  const now = Date.now()
  const dueAt = firstDue - (n + 1) * MINUTE_MS
  const [first] = like.clocks.filter(({ kind }) => kind === 'handle')
  if (first === undefined) throw new Error('no case is being handled')
  // Done once and sent back: rework is counted by the handling clocks since the dispatch.
  const again = { ...first, startedAt: now, dueAt }
  const done = { ...first, startedAt: now, endedAt: now, late: false }
  const clocks = [...like.clocks.filter((clock) => clock !== first), done, again]
  const row: CaseRow = {
    ...like,
    clocks,
    id: CaseRowSchema.shape.id.parse(`019a8c00-0000-7000-8c00-${n.toString(16).padStart(12, '0')}`),
    no: CaseRowSchema.shape.no.parse(`${like.no.slice(0, -5)}${String(10_000 + n)}`),
    place, dueAt, handleDueAt: dueAt, reportedAt: now, filedAt: now, dispatchedAt: now, urgent: true, reworks: 1,
  }
  return { change: { kind: 'case', id: row.id, ver: row.ver, op: 'put', row: { ...row } }, no: row.no, dx, dy }
}
