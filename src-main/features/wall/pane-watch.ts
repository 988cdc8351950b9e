// Which windows of the wall live. A pane beats once a second and says how many frames it has painted.
import type { PaneState } from '#shared/contracts/wall.contract.ts'

export interface PaneBeat {
  readonly painted: number
  readonly clockErrorMs: number | null
}

interface Heard extends PaneBeat {
  readonly heardMs: number
  /** When its count of frames last rose. */
  readonly paintedMs: number
}

/** Beats come once a second; a page that loads anew takes a while. */
export const SILENT_AFTER_MS = 5_000
export const STUCK_AFTER_MS = 6_000
/** A fresh window has this long before it is given up and replaced again; twice as long each time that was in vain. */
export const SETTLE_MS = 20_000
/** Who has lived this long without a pause was not replaced in vain. One beat says nothing: machines out of breath have those. */
export const STEADY_MS = 120_000
const MOST_DOUBLINGS = 4

export type Lost = { readonly pane: string; readonly why: 'silent' | 'stuck' }

/**
 * Notes beats; says once per settling time which panes must be replaced. On a machine that is too busy to bring a window up in
 * time each replacement makes it busier: so it is left in peace longer and longer. Times are monotonic.
 */
export class PaneWatch {
  readonly #heard = new Map<string, Heard>()
  readonly #expectedSince = new Map<string, number>()
  readonly #replaced = new Map<string, number>()
  /** Since when a pane has had no trouble. */
  readonly #steadySince = new Map<string, number>()
  /** Replacements one after the other of which none has become steady. */
  readonly #inVain = new Map<string, number>()

  /** The monitors that are there; a new one gets its settling time. */
  expect(panes: readonly string[], nowMs: number): void {
    for (const pane of [...this.#expectedSince.keys()].filter((one) => !panes.includes(one))) {
      this.#expectedSince.delete(pane)
      this.#heard.delete(pane)
      this.#steadySince.delete(pane)
      this.#inVain.delete(pane)
    }
    for (const pane of panes) if (!this.#expectedSince.has(pane)) this.#expectedSince.set(pane, nowMs)
  }

  beat(pane: string, { painted, clockErrorMs }: PaneBeat, nowMs: number): void {
    const before = this.#heard.get(pane)
    // A fresh window counts from zero again.
    const hasPainted = before === undefined || painted !== before.painted
    if (this.#troubleOf(pane, nowMs) !== null) this.#steadySince.set(pane, nowMs)
    this.#heard.set(pane, { painted, clockErrorMs, heardMs: nowMs, paintedMs: hasPainted ? nowMs : before.paintedMs })
    if (nowMs - (this.#steadySince.get(pane) ?? nowMs) >= STEADY_MS) this.#inVain.delete(pane)
  }

  /** Panes that must be replaced; each is named again only when its replacement had time to come up. */
  lost(nowMs: number): Lost[] {
    const found: Lost[] = []
    for (const pane of this.#expectedSince.keys()) {
      const why = this.#troubleOf(pane, nowMs)
      if (why === null || !this.#hasSettled(pane, nowMs)) continue
      this.#expectedSince.set(pane, nowMs)
      this.#steadySince.set(pane, nowMs)
      this.#inVain.set(pane, (this.#inVain.get(pane) ?? 0) + 1)
      this.#replaced.set(pane, (this.#replaced.get(pane) ?? 0) + 1)
      found.push({ pane, why })
    }
    return found
  }

  states(homes: readonly string[], nowMs: number): PaneState[] {
    return homes.map((pane) => ({
      pane,
      state: this.#expectedSince.has(pane) ? (this.#troubleOf(pane, nowMs) ?? 'alive') : 'missing',
      clockErrorMs: this.#heard.get(pane)?.clockErrorMs ?? null,
      replaced: this.#replaced.get(pane) ?? 0,
    }))
  }

  #hasSettled(pane: string, nowMs: number): boolean {
    const patienceMs = SETTLE_MS * 2 ** Math.min(this.#inVain.get(pane) ?? 0, MOST_DOUBLINGS)
    return nowMs - (this.#expectedSince.get(pane) ?? nowMs) >= patienceMs
  }

  #troubleOf(pane: string, nowMs: number): Lost['why'] | null {
    const heard = this.#heard.get(pane)
    if (heard === undefined || nowMs - heard.heardMs > SILENT_AFTER_MS) return 'silent'
    return nowMs - heard.paintedMs > STUCK_AFTER_MS ? 'stuck' : null
  }
}
