import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Caller } from '#shared/contracts/contract.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

const TICKET_LIFE_MS = 120_000

/** Whose pass it is: the kind of window, and for a window of the wall on which monitor it stands. */
export interface PassHolder {
  readonly caller: Caller
  readonly pane: string | null
}

/**
 * Web tickets. A *ticket* is single-use, short-lived and travels once from a 0600 file to the host; it buys a *pass*, which the
 * window keeps in sessionStorage and shows at every upgrade. Both are MACs under a secret of the shell's, so a restarted host
 * still knows its windows.
 */
export class Tickets {
  readonly #secret: Buffer
  readonly #clock: Clock
  readonly #used = new Set<string>()

  constructor(secret: Buffer, clock: Clock) {
    this.#secret = secret
    this.#clock = clock
  }

  /** `pane` has letters, digits, dash and underscore only. */
  mintTicket(caller: Caller, entry: string, pane: string | null = null): string {
    const body = `${caller}.${entry}.${pane ?? ''}.${String(this.#clock.now() + TICKET_LIFE_MS)}.${randomBytes(16).toString('base64url')}`
    return `${body}.${this.#mac('ticket', body)}`
  }

  /** The pass bought with a ticket, once. */
  redeem(ticket: string): Result<{ caller: Caller; entry: string; pass: string }> {
    const parts = ticket.split('.')
    const [caller, entry, pane, until, nonce, mac] = parts
    if (
      parts.length !== 6 ||
      caller === undefined ||
      entry === undefined ||
      pane === undefined ||
      until === undefined ||
      nonce === undefined ||
      mac === undefined
    ) {
      return refuse('untrusted-caller', 'ticket')
    }
    const body = `${caller}.${entry}.${pane}.${until}.${nonce}`
    if (!this.#equals(mac, this.#mac('ticket', body)) || !isCaller(caller)) return refuse('untrusted-caller', 'ticket')
    if (Number(until) < this.#clock.now() || this.#used.has(nonce)) return refuse('untrusted-caller', 'ticket spent')
    this.#used.add(nonce)
    const passBody = `${caller}.${pane}.${randomBytes(16).toString('base64url')}`
    return ok({ caller, entry, pass: `${passBody}.${this.#mac('pass', passBody)}` })
  }

  holderOf(pass: string): Result<PassHolder> {
    const [caller, pane, nonce, mac, ...rest] = pass.split('.')
    if (caller === undefined || pane === undefined || nonce === undefined || mac === undefined || rest.length > 0)
      return refuse('untrusted-caller', 'pass')
    if (!this.#equals(mac, this.#mac('pass', `${caller}.${pane}.${nonce}`)) || !isCaller(caller))
      return refuse('untrusted-caller', 'pass')
    return ok({ caller, pane: pane === '' ? null : pane })
  }

  #mac(use: 'ticket' | 'pass', body: string): string {
    return createHmac('sha256', this.#secret).update(`${use}:${body}`).digest('base64url')
  }

  #equals(a: string, b: string): boolean {
    const left = Buffer.from(a)
    const right = Buffer.from(b)
    return left.length === right.length && timingSafeEqual(left, right)
  }
}

function isCaller(word: string): word is Caller {
  return word === 'seat' || word === 'wall'
}
