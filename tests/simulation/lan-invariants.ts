// What the seats of a hall must show of each other (docs/reliability.md, I16 and I17).
import type { CmdId } from '#shared/kernel/ids.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import { isSame } from './same.ts'
import type { Complain } from './invariants.ts'
import type { LanNetwork } from './lan-network.ts'
import type { ReferenceStore } from './reference-store.ts'
import type { Seat } from './seat.ts'

/** A command of another seat, as whoever stored it knows it. */
export type FindCommand = (id: CmdId) => SeatCommand | undefined

/** I16: what is shown of neighbours is what their hosts have told and not taken back, and never an own command. */
export async function checkNeighbours(
  seat: Seat,
  find: FindCommand,
  wasRemoved: (caseId: string) => boolean,
  complain: Complain,
): Promise<void> {
  const { process, told } = seat
  if (process === null || seat.disk.hasFailed) return
  const { ledger, cacheWriter } = process.raw
  const known = (await ledger.neighbours()).map(({ command }) => command)
  for (const one of known) {
    const stored = find(one.id)
    if (stored !== undefined && stored.hash === one.hash && !isSame(stored, one))
      complain('I16', `seat ${seat.id} keeps ${one.s} of seat ${one.seat} otherwise than it was stored there`)
  }
  const shown = await cacheWriter.neighboursShown()
  const knownIds = new Set(known.map(({ id }) => id))
  const shownIds = new Set(shown.map(({ id }) => id))
  for (const { id, isAccepted } of shown) {
    const command = find(id)
    if (command === undefined || command.seat === seat.id) complain('I16', `seat ${seat.id} shows ${id} as a neighbour’s`)
    else if (!isAccepted && !knownIds.has(id))
      complain('I16', `seat ${seat.id} shows ${command.s} of seat ${command.seat}, which it does not know`)
  }
  for (const { id, s, seat: of, caseId } of known) {
    // A case that has left here may be back in a store that was restored a moment ago.
    if (!shownIds.has(id) && !told.hasFlow(id) && !told.hasLeft(caseId) && !wasRemoved(caseId))
      complain('I16', `seat ${seat.id} does not show ${s} of seat ${of}`)
  }
}

/** I16: a neighbour's act that was shown and that the platform has accepted stays until the feed has brought it. */
export async function checkSettledNeighbours(
  seat: Seat,
  store: ReferenceStore,
  isOutOfSight: (command: SeatCommand) => boolean,
  complain: Complain,
): Promise<void> {
  const { process, told } = seat
  if (process === null) return
  const { cacheWriter } = process.raw
  const ids = (await cacheWriter.neighboursShown()).map(({ id }) => id)
  const cursor = await cacheWriter.cursor()
  const before = seat.neighboursSeen
  const epoch = cursor?.epoch ?? null
  seat.neighboursSeen = { cacheLife: seat.cacheLife, epoch, ids }
  // What one life of the platform had accepted, the next has lost until it is sent again.
  if (before.cacheLife !== seat.cacheLife || before.epoch !== epoch) return
  const left = new Set(before.ids).difference(new Set(ids))
  for (const id of left) {
    const { command, outcome } = store.settled.get(id) ?? {}
    if (outcome?.result !== 'accepted' || command === undefined || told.hasFlow(id) || isOutOfSight(command)) continue
    if (outcome.epoch === cursor?.epoch && outcome.seq > cursor.seq && !told.isSpoilt(command.caseId))
      complain('I16', `seat ${seat.id} shows ${command.s} of seat ${command.seat} no more, which the feed has still to bring`)
  }
}

/** Long enough for a stream that broke unheard, the longest pause after it, and slow lines before. */
const CALM_MS = 15_000
const TOLD_WITHIN_MS = 2_000

/** I17: between two machines that reach each other, what one has stored is known to the other within two seconds. */
export async function checkTold(
  seats: readonly Seat[],
  lan: LanNetwork,
  now: number,
  calmSince: number,
  complain: Complain,
): Promise<void> {
  if (now - calmSince < CALM_MS) return
  const steady = seats.filter((seat) => isSteady(seat, now) && lan.isCalm(seat.id))
  const knownAt = new Map<Seat, Promise<readonly SeatCommand[]>>()
  const knownTo = (seat: Seat): Promise<readonly SeatCommand[]> => {
    const known = knownAt.get(seat) ?? neighboursKnown(seat)
    knownAt.set(seat, known)
    return known
  }
  for (const one of steady) {
    checkConnected(one, steady, complain)
    const waiting = (await one.process?.raw.ledger.waitingNumbers()) ?? []
    const due = waiting.filter((s) => now - (one.storedAt.get(s) ?? now) > TOLD_WITHIN_MS)
    if (due.length === 0) continue
    for (const other of steady) {
      if (other === one) continue
      const known = new Set((await knownTo(other)).filter(({ seat }) => seat === one.id).map(({ s }) => s))
      const missing = due.filter((s) => !known.has(s))
      if (missing.length > 0) complain('I17', `seat ${other.id} does not know ${missing.join(', ')} of seat ${one.id}`)
    }
  }
}

/** I17: a line to a neighbour that nothing befalls stands, also while there is nothing to tell. */
function checkConnected(seat: Seat, steady: readonly Seat[], complain: Complain): void {
  const near = new Set(steady.map(({ id }) => id))
  for (const peer of seat.process?.lan?.status().peers ?? [])
    if (near.has(peer.seat) && !peer.connected) complain('I17', `seat ${seat.id} has no line to seat ${peer.seat}`)
}

async function neighboursKnown({ process }: Seat): Promise<readonly SeatCommand[]> {
  return ((await process?.raw.ledger.neighbours()) ?? []).map(({ command }) => command)
}

function isSteady(seat: Seat, now: number): boolean {
  return seat.process !== null && !seat.disk.hasFailed && now - seat.startedAt > CALM_MS
}
