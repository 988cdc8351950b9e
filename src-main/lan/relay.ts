import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { CacheReaderApi } from '../db/cache-api.ts'
import type { ClaimReply, ClaimRequest } from './lines.ts'

/** A granted act shows itself within this time, or whoever asked has gone. */
const GRANT_MS = 20_000
const MOST_GRANTS = 10_000

interface Grant extends ClaimRequest {
  readonly seat: SeatId
  readonly since: number
  readonly at: number
}

type KnownCase = NonNullable<Awaited<ReturnType<CacheReaderApi['caseById']>>>

const nothing = (): void => undefined

export interface RelayParts {
  readonly seat: SeatId
  readonly cache: Pick<CacheReaderApi, 'caseById'>
  readonly clock: Clock
  readonly now: () => number
}

/**
 * 中继: orders life-cycle acts of the hall while the platform is away. The first who asks may; everybody else hears who was first.
 * It decides what may be done now, never what the platform decides later.
 */
export class Relay {
  readonly #parts: RelayParts
  readonly #grants = new Map<string, Grant>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: RelayParts) {
    this.#parts = parts
  }

  /** One after the other, whoever asks. */
  claim(seat: SeatId, request: ClaimRequest): Promise<ClaimReply> {
    const mine = this.#turn.then(() => this.#decide(seat, request))
    // Whoever asked hears of a failure; the next one does not.
    this.#turn = mine.then(nothing, nothing)
    return mine
  }

  async #decide(seat: SeatId, request: ClaimRequest): Promise<ClaimReply> {
    const { cache, clock, now, seat: relay } = this.#parts
    const known = await cache.caseById(request.caseId)
    const last = known === null ? undefined : moveBeyond(known, request)
    if (last !== undefined && last.id !== request.cmdId)
      return { word: 'refused', relay, bySeat: last.seat, byName: last.personName, action: last.action, at: last.at }
    const key = `${request.caseId}/${request.over ?? String(request.ver)}`
    const held = this.#grants.get(key)
    if (held !== undefined && held.cmdId !== request.cmdId && clock.monotonicMs() - held.since < GRANT_MS)
      return { word: 'refused', relay, bySeat: held.seat, byName: held.personName, action: held.action, at: held.at }
    this.#grants.delete(key)
    this.#grants.set(key, { ...request, seat, since: clock.monotonicMs(), at: now() })
    const [oldest] = this.#grants.keys()
    if (this.#grants.size > MOST_GRANTS && oldest !== undefined) this.#grants.delete(oldest)
    return { word: 'granted', relay }
  }
}

/** The newest act that has moved the case on beyond what the request builds on. */
function moveBeyond({ row, flow }: KnownCase, { over, ver }: ClaimRequest): KnownCase['flow'][number] | undefined {
  const moves = flow.filter(({ action }) => raisesVersion(action))
  const builtOn = over === undefined ? -1 : moves.findIndex(({ id }) => id === over)
  if (builtOn >= 0) return moves.slice(builtOn + 1).at(-1)
  return row.ver > ver ? moves.at(-1) : undefined
}
