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

  constructor(parts: RelayParts) {
    this.#parts = parts
  }

  async claim(seat: SeatId, request: ClaimRequest): Promise<ClaimReply> {
    const { cache, clock, now, seat: relay } = this.#parts
    const known = await cache.caseById(request.caseId)
    // From here to the grant nothing is awaited: of two who ask in the same moment the second finds the grant of the first.
    const last = known === null ? undefined : moveBeyond(known, request)
    if (last !== undefined && last.id !== request.cmdId)
      return { word: 'refused', relay, bySeat: last.seat, byName: last.personName, action: last.action, at: last.at }
    const newest = this.#grants.get(request.caseId)
    const ofThisTurn = this.#turnsOf(request).map((turn) => this.#grants.get(turn))
    // A machine without room for its cache, this one too, may build on what a grant has gone beyond already.
    const held = [...ofThisTurn, newest !== undefined && newest.ver > request.ver ? newest : undefined].find(
      (grant) => grant !== undefined && this.#isInTheWay(grant, request),
    )
    if (held !== undefined) return { word: 'refused', relay, bySeat: held.seat, byName: held.personName, action: held.action, at: held.at }
    this.#keep({ ...request, seat, since: clock.monotonicMs(), at: now() })
    return { word: 'granted', relay }
  }

  /** Machines that have read different parts of the feed meet in the act, one whose story is damaged still in the version. */
  #turnsOf({ caseId, over, ver }: ClaimRequest): string[] {
    return [over, String(ver)].filter((turn) => turn !== undefined).map((turn) => `${caseId}/${turn}`)
  }

  /** Whoever builds on the granted act itself has seen it. */
  #isInTheWay({ cmdId, since }: Grant, request: ClaimRequest): boolean {
    return cmdId !== request.cmdId && cmdId !== request.over && this.#parts.clock.monotonicMs() - since < GRANT_MS
  }

  #keep(grant: Grant): void {
    for (const turn of [...this.#turnsOf(grant), grant.caseId]) {
      this.#grants.delete(turn)
      this.#grants.set(turn, grant)
    }
    for (const oldest of this.#grants.keys()) {
      if (this.#grants.size <= MOST_GRANTS) break
      this.#grants.delete(oldest)
    }
  }
}

/** The newest act that has moved the case on beyond what the request builds on. */
function moveBeyond({ row, flow }: KnownCase, { over, ver }: ClaimRequest): KnownCase['flow'][number] | undefined {
  const moves = flow.filter(({ action }) => raisesVersion(action))
  const builtOn = over === undefined ? -1 : moves.findIndex(({ id }) => id === over)
  if (builtOn >= 0) return moves.slice(builtOn + 1).at(-1)
  return row.ver > ver ? moves.at(-1) : undefined
}
