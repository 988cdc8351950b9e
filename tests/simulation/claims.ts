// I19: while the platform is away, acts that move a case are ordered by the hall's relay.
import type { LedgerCommand } from '#main/db/ledger-api.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { SeatDisk } from './disk.ts'
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'
import type { VirtualTime } from './virtual-time.ts'

interface Granted {
  readonly by: SeatDisk
  readonly to: Seat
  readonly at: number
}

/** A grant holds for 20 s, and what is stored was granted some moments before. */
const HOLDS_MS = 15_000
/** Everybody has heard of everybody by then. */
const CALM_MS = 15_000
/** Offline for so long, a seat knew it when it began to save. */
const KNOWN_MS = 3_000

export class Claims {
  readonly #seats: () => readonly Seat[]
  readonly #time: VirtualTime
  readonly #complain: Complain
  /** By case and what the act builds on. */
  readonly #granted = new Map<string, Granted>()

  constructor(seats: () => readonly Seat[], time: VirtualTime, complain: Complain) {
    this.#seats = seats
    this.#time = time
    this.#complain = complain
  }

  /** `calmForMs`: for so long nothing has befallen the hall's own network. */
  saved(seat: Seat, commands: readonly LedgerCommand[], calmForMs: number): void {
    const moving = commands.find(({ command }) => raisesVersion(command.body.action))
    if (moving === undefined || commands[0]?.command.body.action === 'report') return
    const { command, claim } = moving
    const at = this.#time.now
    const knewIt = at - Math.max(seat.onlineAt, seat.startedAt) > KNOWN_MS
    if (knewIt && seat.process?.link.isOffline === true && claim == null)
      this.#complain('I19', `seat ${seat.id} saved ${command.s} offline, and nobody was asked`)
    if (claim?.word !== 'granted') return
    const [first] = this.#seats()
    if (first !== undefined && calmForMs > CALM_MS && this.#isSteady(first) && this.#isSteady(seat) && claim.relay !== first.id)
      this.#complain('I19', `seat ${seat.id} asked ${claim.relay ?? 'nobody'}, and the first relay is seat ${first.id}`)
    // A relay that was started anew has forgotten what it granted.
    const by = this.#seats().find(({ id }) => id === claim.relay)?.disk
    if (by === undefined) return
    const key = `${command.caseId} ${canonicalJson(command.base)}`
    const before = this.#granted.get(key)
    if (before !== undefined && before.by === by && before.to !== seat && at - before.at < HOLDS_MS)
      this.#complain('I19', `seats ${before.to.id} and ${seat.id} were both granted ${command.caseId.slice(-4)}`)
    this.#granted.set(key, { by, to: seat, at })
  }

  /** It has been up for long, with room on its disk, and its calls are answered at once. */
  #isSteady({ process, disk, startedAt, slowWorkers }: Seat): boolean {
    return process !== null && !disk.hasFailed && !slowWorkers && this.#time.now - startedAt > CALM_MS
  }
}
