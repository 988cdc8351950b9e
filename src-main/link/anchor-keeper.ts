import type { Timers } from '#shared/kernel/clock.ts'
import type { Anchor } from '#shared/platform-api/anchors.ts'
import type { LedgerApi, LedgerHeads } from '../db/ledger-api.ts'
import type { PlatformClient } from './platform-client.ts'

export interface AnchorKeeperOptions {
  readonly client: Pick<PlatformClient, 'anchor' | 'takeAnchor'>
  readonly ledger: Pick<LedgerApi, 'heads' | 'hashesAt'>
  readonly timers: Timers
  readonly isOffline: () => boolean
  /** The ledger is not the one the platform has heard of: older, or another one. */
  readonly contradicted: (detail: string) => Promise<void>
  /** The platform has the audit trail up to this entry: a word the seat keeps, for what is exported and taken away. */
  readonly anchored: (auditN: number) => Promise<void>
  readonly failed: (where: string, error: unknown) => void
}

/** A change is anchored well within a minute. */
const LOOK_EVERY_MS = 15_000

/** Tells the platform where the ledger stands and compares whenever the link has come up: an older or another one is noticed. */
export class AnchorKeeper {
  readonly #options: AnchorKeeperOptions
  #stop: (() => void) | null = null
  #isLooking = false
  /** Compared since the link came up. */
  #isCompared = false
  #told: string | null = null

  constructor(options: AnchorKeeperOptions) {
    this.#options = options
  }

  start(): void {
    this.#stop = this.#options.timers.every(LOOK_EVERY_MS, () => {
      this.look().catch((error: unknown) => {
        this.#options.failed('anchor', error)
      })
    })
  }

  stop(): void {
    this.#stop?.()
  }

  /** One round: compare when the link is new, tell when something has changed. */
  async look(): Promise<void> {
    if (this.#options.isOffline()) {
      this.#isCompared = false
      return
    }
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      if (!this.#isCompared) this.#isCompared = await this.#compare()
      if (this.#isCompared) await this.#tell()
    } finally {
      this.#isLooking = false
    }
  }

  /** True when nothing speaks against the ledger; false when it could not be asked. */
  async #compare(): Promise<boolean> {
    const { client, ledger, contradicted } = this.#options
    const reply = await client.anchor()
    if (!reply.ok) return false
    const { anchor } = reply.value
    // A platform that was put back has forgotten what it was told, and is told it again.
    if (anchor === null || textOf(anchor) !== this.#told) this.#told = null
    if (anchor === null) return true
    const heads = await ledger.heads()
    const found = await findContradiction(heads, anchor, (s, auditN) => ledger.hashesAt(s, auditN))
    if (found !== null) await contradicted(found)
    return found === null
  }

  async #tell(): Promise<void> {
    const { client, ledger, contradicted, anchored } = this.#options
    const { generation, s, hash, auditN, auditHash } = await ledger.heads()
    const anchor: Anchor = { generation, s, hash, auditN, auditHash }
    const text = textOf(anchor)
    if (text === this.#told) return
    const taken = await client.takeAnchor(anchor)
    if (taken.ok) {
      this.#told = text
      await anchored(auditN)
    } else if (taken.error.code === 'anchor-contradicts') await contradicted(taken.error.detail ?? '')
  }
}

function textOf({ generation, s, hash, auditN, auditHash }: Anchor): string {
  return JSON.stringify([generation, s, hash, auditN, auditHash])
}

/** Why a ledger cannot be the one that was anchored; null when it can. */
export async function findContradiction(
  heads: LedgerHeads,
  anchor: Anchor,
  hashesAt: LedgerApi['hashesAt'],
): Promise<string | null> {
  if (heads.generation > anchor.generation) return null
  if (heads.generation < anchor.generation) return `generation ${String(heads.generation)} of ${String(anchor.generation)}`
  if (heads.s < anchor.s) return `s ${String(heads.s)} of ${String(anchor.s)}`
  if (heads.auditN < anchor.auditN) return `audit ${String(heads.auditN)} of ${String(anchor.auditN)}`
  const { hash, auditHash } = await hashesAt(anchor.s, anchor.auditN)
  if (hash !== anchor.hash) return `s ${String(anchor.s)}`
  // Entries before a cut were exported and are gone; what follows it hangs on its hash.
  return auditHash === null || auditHash === anchor.auditHash ? null : `audit ${String(anchor.auditN)}`
}
