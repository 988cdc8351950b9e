// I11: what was called stored is at the platform under its hash, or still here; and files never hold up acts.
import { createHash } from 'node:crypto'
import type { AttachmentService } from '#main/features/attachments/index.ts'
import type { CallContext } from '#main/doors/handlers.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Complain } from './invariants.ts'
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { fileFaults } from './reference-files.ts'
import type { FileFault } from './reference-files.ts'
import type { ReferenceStore } from './reference-store.ts'
import type { SeatProcess } from './seat-process.ts'
import type { Seat } from './seat.ts'
import { Seeded } from './seeded.ts'
import { sessionAt } from './town.ts'
import type { VirtualTime } from './virtual-time.ts'

export type EvidenceDeed = { readonly do: 'attach' | 'stage-only' | 'look-at-file' }
export type FilesDeed = { readonly do: 'files-wrong'; readonly fault: FileFault; readonly forMs: number }

/** What a seat was told is safe. */
export interface Evidence {
  readonly hash: string
  readonly caseId: CaseId
  /** By an act that was saved: it must come to the platform. */
  isNamed: boolean
}

const PIECE = 64 * 1024

/** In a third of the halls somebody attaches files. */
export function evidenceSteps(seed: number, { seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('evidence', seed)
  if (!chance.chance(0.35)) return []
  const stepOf = (at: number, name: string, deed: Step['deed']): Step => ({ at, chance: `${seed}/evidence/${name}`, deed })
  const seat = (): number => chance.whole(0, seats - 1)
  const attached = Array.from({ length: chance.whole(2, 6) }, (_, index): Step[] => {
    const [at, who] = [chance.whole(4_000, lengthMs), seat()]
    const full = stepOf(at, `${index}/full`, { do: 'disk-full', seat: who, file: 'files', forMs: 2_000 })
    const crash = stepOf(at + chance.whole(50, 3_000), `${index}/crash`, { do: 'crash', seat: who, downMs: 500, cache: 'kept' })
    const looks = stepOf(at + chance.whole(3_000, 9_000), `${index}/look`, { do: 'look-at-file', seat: seat() })
    const attach = stepOf(at, `${index}`, { do: 'attach', seat: who })
    return [...(chance.chance(0.15) ? [full] : []), attach, ...(chance.chance(0.3) ? [crash] : []), looks]
  }).flat()
  const wrong = Array.from({ length: chance.whole(0, 2) }, (_, index) =>
    stepOf(chance.whole(3_000, lengthMs), `wrong/${index}`, {
      do: 'files-wrong',
      fault: chance.pick(fileFaults),
      forMs: chance.pick([2_000, 8_000, 15_000]),
    }),
  )
  return [...attached, ...wrong, ...silenceSteps(seed, attached, seats), ...busySteps(seed, { seats, lengthMs })]
}

/** Somebody at another machine looks at a file, and the line loses a piece of it. */
function silenceSteps(seed: number, attached: readonly Step[], seats: number): Step[] {
  const chance = new Seeded('silent-file', seed)
  return attached.flatMap(({ at, deed }, index): Step[] => {
    if (deed.do !== 'attach' || !chance.chance(0.35)) return []
    const [seat, looksAt] = [(deed.seat + 1) % seats, at + chance.whole(3_000, 8_000)]
    const named = `${seed}/silent-file/${index}`
    return [
      { at: looksAt - 1, chance: `${named}/lossy`, deed: { do: 'weather', seat, weather: 'lossy', forMs: 300 } },
      { at: looksAt, chance: named, deed: { do: 'look-at-file', seat } },
    ]
  })
}

/** The platform asks for patience with acts, and files are to be sent. */
function busySteps(seed: number, { seats, lengthMs }: Pick<Measure, 'seats' | 'lengthMs'>): Step[] {
  const chance = new Seeded('busy-with-files', seed)
  if (!chance.chance(0.3)) return []
  const [at, seat] = [chance.whole(4_000, lengthMs), chance.whole(0, seats - 1)]
  const stepOf = (afterMs: number, deed: Step['deed']): Step => ({ at: at + afterMs, chance: `${seed}/busy-with-files/${afterMs}`, deed })
  return [
    stepOf(0, { do: 'platform-busy', forMs: 7_000 }),
    stepOf(100, { do: 'report', seat, further: 1 }),
    stepOf(200, { do: 'report', seat, further: 1 }),
    ...[3_000, 3_200].map((afterMs) => stepOf(afterMs, { do: 'attach', seat })),
  ]
}

const contextOf = (seat: Seat): CallContext => ({
  caller: { kind: 'seat' } as unknown as CallContext['caller'],
  pane: null,
  isNewest: true,
  session: sessionAt(seat.id),
})

/** A photograph is staged piece by piece and then named by an act; `think` null: by none, the person has thought better of it. */
export async function attach(
  seat: Seat,
  cases: readonly CaseId[],
  chance: Seeded,
  think: (() => Promise<void>) | null,
): Promise<void> {
  const files = seat.process?.files
  if (files == null || cases.length === 0) return
  const caseId = chance.pick(cases)
  // Rarely what somebody else has attached too.
  const named = chance.chance(0.2) ? 'the same' : `${seat.id} ${chance.whole(1, 1_000_000)}`
  const size = chance.pick([900, 9_000, 40_000, 150_000, 300_000])
  const bytes = photograph(named, named === 'the same' ? 40_000 : size)
  // A machine that stops between the copy and the ledger keeps a copy that nobody misses.
  seat.begun.add(createHash('sha256').update(bytes).digest('hex'))
  const context = contextOf(seat)
  const begun = await files.handlers.begin({ caseId, name: '井盖.jpg', size: bytes.length, use: 'report', forDraft: false }, context)
  if (!begun.ok) return
  const { upload } = begun.value
  for (let offset = 0; offset < bytes.length; offset += PIECE) {
    await think?.()
    const piece = await files.handlers.append({ upload, offset, bytes: bytes.subarray(offset, offset + PIECE) }, context)
    if (!piece.ok) return
  }
  const staged = await files.handlers.finish({ upload }, context)
  if (!staged.ok) return
  const { hash } = staged.value
  const evidence: Evidence = { hash, caseId, isNamed: seat.evidence.some((one) => one.hash === hash && one.isNamed) }
  seat.evidence.push(evidence)
  if (think === null) return
  await think()
  const saved = await files.handlers.attach({ caseId, hash }, context)
  if (saved.ok) evidence.isNamed = true
}

/** Somebody wants to see a file of a case. */
export async function lookAtFile(seat: Seat, cases: readonly CaseId[], chance: Seeded): Promise<void> {
  const { process } = seat
  if (process === null) return
  for (const caseId of cases) {
    const seen = await process.hall.db.cache.caseById(caseId)
    const files = seen?.row.attachments ?? []
    if (files.length === 0) continue
    const { hash } = chance.pick(files)
    seat.lookedAt.push({ caseId, hash })
    await process.files?.handlers.fetch({ caseId, hash }, contextOf(seat))
    return
  }
}

function photograph(named: string, size: number): Buffer {
  const words = createHash('sha256').update(named).digest('hex')
  return Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(size, words)])
}

/** No machine stays down for longer. */
const ALL_BACK_MS = 25_000

type Begin = (seat: Seat, work: Promise<void>) => void

/** People look after what the platform would not take: now, and when every machine is back. */
export function lookAfterFiles(seats: readonly Seat[], time: Pick<VirtualTime, 'after'>, begin: Begin): void {
  for (const waitMs of [0, ALL_BACK_MS])
    time.after(waitMs, () => {
      for (const seat of seats) begin(seat, tryAgain(seat))
    })
}

async function tryAgain({ process }: Seat): Promise<void> {
  if (process?.files == null) return
  for (const file of await process.raw.ledger.openAttachments())
    if (file.state === 'failed') await process.files.service.sender.retry(file.hash)
}

/** Everything that acts have named has come, and whoever wants to see something has got it. */
export async function isEvidenceAtRest(seat: Seat, store: ReferenceStore): Promise<boolean> {
  const { process } = seat
  if (process?.files == null) return true
  for (const { hash, isNamed } of seat.evidence)
    if (isNamed && !(store.files.has(hash) && (await process.raw.ledger.attachment(hash))?.state === 'confirmed')) return false
  const { fetcher } = process.files.service
  if (leftBehind(process.files.service, store).length > 0) return false
  if ((await ownerless(seat, process.files.service, store)).length > 0) return false
  return [...store.files.keys()].every((hash) => fetcher.of(hash)?.fault !== null)
}

/** Cases that have left the hall's scope and of which fetched files are here. */
const leftBehind = ({ fetchedFor }: AttachmentService, store: ReferenceStore): CaseId[] =>
  fetchedFor.cases().filter((id) => store.case(id) === null)

/** Fetched files of no case that is in the hall's scope, whatever the product itself remembers of them. */
async function ownerless(seat: Seat, service: AttachmentService, store: ReferenceStore): Promise<string[]> {
  const named = new Set(store.cases().flatMap(({ attachments }) => attachments.map(({ hash }) => hash)))
  // A restored platform may have lost the act that named it; the case for which it was fetched is there.
  for (const { caseId, hash } of seat.lookedAt) if (store.case(caseId) !== null) named.add(hash)
  const left: string[] = []
  for (const hash of service.store.hashes())
    if (!named.has(hash) && !seat.begun.has(hash) && (await seat.process?.raw.ledger.attachment(hash)) === null) left.push(hash)
  return left
}

/** I11 and, of files that were fetched, I13, at rest. */
export async function checkEvidence(seat: Seat, store: ReferenceStore, complain: Complain): Promise<void> {
  const files = seat.process?.files
  if (files == null) return
  const { service } = files
  for (const { hash, isNamed } of seat.evidence) {
    const isThere = store.files.has(hash)
    const what = `file ${hash.slice(0, 6)} of seat ${seat.id}`
    if (!isThere && !(await service.store.isSound(hash))) complain('I11', `${what} was called stored and is nowhere`)
    if (!isNamed) continue
    const { state = 'nothing', error = null } = (await seat.process?.raw.ledger.attachment(hash)) ?? {}
    if (!isThere) complain('I11', `${what} is not at the platform; the seat says ${state} ${error ?? ''}`)
    else if (state !== 'confirmed') complain('I11', `${what} is at the platform; the seat says ${state} ${error ?? ''}`)
  }
  for (const hash of service.store.hashes()) {
    if (!(await service.store.isSound(hash))) complain('I11', `seat ${seat.id} keeps ${hash.slice(0, 6)}, which is not what its name says`)
    const { fault } = service.fetcher.of(hash) ?? {}
    if (fault !== undefined) complain('I11', `seat ${seat.id} has ${hash.slice(0, 6)} and says it is on its way`)
  }
  for (const id of leftBehind(service, store))
    complain('I13', `seat ${seat.id} keeps files of case ${id.slice(-4)}, which has left`)
  for (const hash of await ownerless(seat, service, store))
    complain('I13', `seat ${seat.id} keeps ${hash.slice(0, 6)}, which is of no case here and did not begin here`)
  for (const hash of store.files.keys())
    if (service.fetcher.of(hash)?.fault === null) complain('I11', `seat ${seat.id} still waits for ${hash.slice(0, 6)}`)
}

const HELD_MS = 2_000
/** A piece waits so long for acts, and a little less for the sake of rounding. */
const TURN_MS = 4_900

/** Acts go first: since when some of a seat wait although the platform is heard, and when its last piece was answered. */
export class Turns {
  readonly #waitingSince = new Map<string, number>()
  readonly #pieceEnded = new Map<string, number>()

  look({ id, process }: Seat, now: number): void {
    const waits = process !== null && !process.link.isOffline && process.link.status().waiting > 0
    if (!waits) this.#waitingSince.delete(id)
    else if (!this.#waitingSince.has(id)) this.#waitingSince.set(id, now)
  }

  pieceEnds(seat: string, now: number): void {
    this.#pieceEnded.set(seat, now)
  }

  /** Null: it had its turn. */
  faultOf(seat: Seat, now: number): string | null {
    this.look(seat, now)
    // One look a second misses a silence between two of them, in which files may go.
    if (seat.process === null || rungAgeMs(seat.process) < HELD_MS) return null
    const since = this.#waitingSince.get(seat.id)
    const ended = this.#pieceEnded.get(seat.id)
    if (since === undefined || ended === undefined || now - since < HELD_MS || ended < seat.startedAt) return null
    return now - ended < TURN_MS ? `seat ${seat.id} sends a piece ${now - ended} ms after the last, and acts wait` : null
  }
}

function rungAgeMs({ link }: SeatProcess): number {
  const { hostTime, since } = link.status()
  return hostTime - since
}
