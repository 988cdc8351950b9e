// After everything is healed: was anything lost, done twice, or left different on the two sides?
import { isDeepStrictEqual } from 'node:util'
import type { CaseView } from '#shared/contracts/cases.contract.ts'
import type { OutboxEntry } from '#shared/contracts/link.contract.ts'
import { NoSnapshot } from '#tests/e2e/support/desk-client.ts'
import type { Operator } from '#tests/e2e/support/operator.ts'
import { storedCase, storedCommands, storedEffects, storedFlow } from '#tests/e2e/support/stored.ts'
import type { StoredCommand } from '#tests/e2e/support/stored.ts'
import { lostPhotographs, unsent } from './photographs.ts'
import type { ChaosSeat, Scene } from './scene.ts'
import type { Promised, Told } from './told.ts'

/** From the last healing until the ladder says 正常 on every seat. */
const CONVERGE_MS = 60_000

export interface Verdict {
  readonly lost: readonly string[]
  readonly double: readonly string[]
  /** Everything else that is wrong, in words. */
  readonly wrong: readonly string[]
  readonly convergedMs: number
}

export async function judge({ platform, seats, page }: Scene, told: Told): Promise<Verdict> {
  const from = performance.now()
  const wrong: string[] = []
  for (const seat of seats) wrong.push(...(await comesToRest(seat, from)))
  wrong.push(...(await page.wrongs(Math.max(1_000, CONVERGE_MS - (performance.now() - from)))))
  const convergedMs = performance.now() - from
  // Whoever looks at a tray has signed in, and so may ask for the queue of files.
  const trays = new Map(await Promise.all(seats.map(async (seat) => [seat.name, await trayOf(seat)] as const)))
  wrong.push(...(await Promise.all(seats.map(unsent))).flat())
  const stored = await storedCommands(platform)
  const effects = await storedEffects(platform)
  const { lost, double } = weigh(told.promised, stored, effects, trays)
  const unseen = await lostPhotographs(platform, told.promised, new Map(stored.map(({ id, result }) => [id, result])))
  for (const { name } of seats) wrong.push(...gapsOf(name, stored))
  const cases = new Set([...told.cases, ...stored.map((one) => one.caseId)])
  for (const caseId of cases) wrong.push(...(await differences({ platform, seats }, caseId)))
  return { lost: [...lost, ...unseen], double, wrong, convergedMs }
}

async function comesToRest({ name, operator }: ChaosSeat, from: number): Promise<string[]> {
  const { client } = operator
  const left = (): number => Math.max(1_000, CONVERGE_MS - (performance.now() - from))
  try {
    await client.here(left())
    await client.until(client.desk.watch.link.status, {}, ({ rung, waiting }) => rung === 'normal' && waiting === 0, left())
    return []
  } catch (error) {
    return [`seat ${name} did not come to rest in ${String(CONVERGE_MS / 1_000)} s: ${error instanceof Error ? error.message : String(error)}`]
  }
}

async function trayOf({ operator, person }: ChaosSeat): Promise<ReadonlyMap<string, OutboxEntry>> {
  await operator.signIn(person)
  const { client } = operator
  const { entries } = await signedIn(operator, person, () => client.read(client.desk.watch.outbox.tray, {}))
  return new Map(entries.map((entry) => [entry.id, entry]))
}

/** Looks, and once more after signing in again: a seat may have locked meanwhile. */
async function signedIn<T>(operator: Operator, person: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof NoSnapshot)) throw error
    await operator.signIn(person)
    return look()
  }
}

/** Accepted: one effect. Rejected: none, and it stands in the tray of the seat that made it, where a person sees it. */
function weigh(
  promised: readonly Promised[],
  stored: readonly StoredCommand[],
  effects: ReadonlyMap<string, number>,
  trays: ReadonlyMap<string, ReadonlyMap<string, OutboxEntry>>,
): Pick<Verdict, 'lost' | 'double'> {
  const results = new Map(stored.map(({ id, result }) => [id, result]))
  const lost: string[] = []
  for (const { id, seat, action, caseId } of promised) {
    const result = results.get(id)
    const isVisible = seat !== null && trays.get(seat)?.has(id) === true
    const isThere = result === 'accepted' ? effects.get(id) === 1 : result === 'rejected' && isVisible
    if (isThere) continue
    const found = `${result ?? 'unknown to the platform'}, ${effects.get(id) ?? 0} effects, ${isVisible ? 'in' : 'not in'} the tray`
    lost.push(`${action} ${id} of case ${caseId}, seat ${seat ?? '-'}: ${found}`)
  }
  const isDouble = ([id, n]: readonly [string, number]): boolean => n > 1 || (results.has(id) && results.get(id) !== 'accepted')
  const double = [...effects].filter(isDouble).map(([id, n]) => `${id}: ${n} effects, ${results.get(id) ?? ''}`)
  return { lost, double }
}

/** A seat's commands are numbered without a gap, whatever became of them. */
function gapsOf(seat: string, stored: readonly StoredCommand[]): string[] {
  const numbers = stored.filter((one) => one.seat === seat).map(({ s }) => Number(s)).sort((a, b) => a - b)
  const gap = numbers.findIndex((s, k) => s !== k + 1)
  return gap === -1 ? [] : [`seat ${seat}: number ${String(gap + 1)} is missing at the platform`]
}

async function differences({ platform, seats }: Pick<Scene, 'platform' | 'seats'>, caseId: string): Promise<string[]> {
  const [row, flow] = await Promise.all([storedCase(platform, caseId), storedFlow(platform, caseId)])
  const found: string[] = []
  for (const { name, person, operator } of seats) {
    const view = await signedIn(operator, person, () => operator.view(caseId))
    if (row === null) {
      if (view !== null) found.push(`case ${caseId} is shown on seat ${name} and unknown to the platform`)
    } else if (view === null) found.push(`case ${caseId} is missing on seat ${name}`)
    else found.push(...differencesOf(view, row, flow).map((what) => `case ${caseId} on seat ${name}: ${what}`))
  }
  return found
}

function differencesOf(view: CaseView, row: object, flow: readonly string[]): string[] {
  const theirs = new Map(Object.entries(row))
  const fields = Object.entries(view.row).filter(([field, mine]) => !isDeepStrictEqual(mine, theirs.get(field)))
  const lines = fields.map(([field, mine]) => `${field} is ${JSON.stringify(mine)}, at the platform ${JSON.stringify(theirs.get(field))}`)
  const shown = view.flow.map(({ id }) => String(id))
  return isDeepStrictEqual(shown, flow) ? lines : [...lines, `its flow has ${String(shown.length)} records, at the platform ${String(flow.length)}`]
}
