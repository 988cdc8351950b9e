import type { RecoveryStatus } from '#shared/contracts/recovery.contract.ts'
import type { ArgOf, Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { AnchorReply } from '#shared/platform-api/anchors.ts'
import type { GuardApi, Inspection, RebuildAsk } from '../../db/guard-api.ts'
import type { PlatformClient } from '../../link/platform-client.ts'
import type { Leader, LeaderCheck } from './leader-check.ts'
import { backupFacts, lacksNothing, missingWithout } from './backup-facts.ts'
import { LEAVE_AFTER_MS } from './leave-after.ts'

type Recovery = Contracts['recovery']
type RestoreArg = ArgOf<Recovery['restore']>
type RestoreReply = ReplyOf<Recovery['restore']>

export interface RecoveryParts {
  readonly seat: SeatId
  readonly trouble: Refusal
  readonly guard: GuardApi
  readonly client: Pick<PlatformClient, 'anchor' | 'lanes'>
  readonly leaders: LeaderCheck
  readonly hasRoster: boolean
  readonly clock: Clock
  readonly changed: () => void
  /** The work here is done: this host ends, and the shell starts another one. */
  readonly leave: () => void
}

const CHINA_OFFSET_MINUTES = 480

/** One ledger in doubt: what is known about it, and the ways on. */
export class RecoveryService {
  readonly #parts: RecoveryParts
  #inspection: Promise<Inspection> | null = null
  #isBusy = false

  constructor(parts: RecoveryParts) {
    this.#parts = parts
  }

  get cause(): { readonly code: string; readonly detail: string } {
    const { code, detail = '' } = this.#parts.trouble
    return { code, detail }
  }

  async status(): Promise<RecoveryStatus> {
    const { client, seat, trouble, hasRoster } = this.#parts
    const found = await this.#inspect()
    const anchor = await client.anchor()
    const known = Math.max(found.mark?.s ?? 0, anchor.ok ? (anchor.value.anchor?.s ?? 0) : 0)
    const backups = found.backups.map((backup) => backupFacts(backup, known))
    const usable = backups.some(({ commands }) => commands !== null)
    return {
      ...{ seat, code: found.trouble?.code ?? trouble.code, detail: found.trouble?.detail ?? trouble.detail ?? '' },
      file: { name: found.file, bytes: found.bytes, changedAt: found.changedAt, readable: found.readable },
      salvageable: found.salvageable,
      witnessS: found.mark?.s ?? null,
      anchor: anchorFacts(anchor),
      backups,
      missing: missingWithout(found.salvageable, known),
      canGoOn: found.isSound,
      canRebuild: !usable && !found.isSound,
      retryNeeds: retryNeeds(found),
      hasRoster,
      busy: this.#isBusy,
      zoneOffsetMinutes: CHINA_OFFSET_MINUTES,
    }
  }

  async restore(arg: RestoreArg): Promise<Result<RestoreReply>> {
    const leader = await this.#parts.leaders.check(arg.person, arg.secret)
    if (!leader.ok) return leader
    if (this.#isBusy) return refuse('too-many-calls', 'restore')
    const base = baseOf(arg)
    if (base === null) return refuse('bad-request', 'name')
    return this.#alone(() => this.#rebuild(base, leader.value))
  }

  async export({ person, secret }: ArgOf<Recovery['export']>): Promise<Result<ReplyOf<Recovery['export']>>> {
    const leader = await this.#parts.leaders.check(person, secret)
    return leader.ok ? this.#parts.guard.exportFiles(this.#parts.clock.now()) : leader
  }

  /** Looks again; what was found while the ledger was in use is only taken back when all of it holds. */
  async retry({ leader }: ArgOf<Recovery['retry']>): Promise<Result<null>> {
    const { guard, leaders, clock, leave } = this.#parts
    const found = await this.#inspect()
    let by: Leader | null = null
    if (retryNeeds(found) === 'leader') {
      if (leader === null) return refuse('bad-request', 'leader')
      const checked = await leaders.check(leader.person, leader.secret)
      if (!checked.ok) return checked
      by = checked.value
    }
    if (this.#isBusy) return refuse('too-many-calls', 'retry')
    return this.#alone(async () => {
      const forgiven = await guard.forgive({ person: by?.person ?? null, post: by?.post ?? null, now: clock.now() })
      if (forgiven.ok) setTimeout(leave, LEAVE_AFTER_MS)
      else if (isNews(forgiven.error, found)) this.#inspection = null
      return forgiven
    })
  }

  /** File and backups are walked once, however many windows ask meanwhile. */
  #inspect(): Promise<Inspection> {
    this.#inspection ??= this.#walk()
    return this.#inspection
  }

  async #walk(): Promise<Inspection> {
    try {
      return await this.#parts.guard.inspect()
    } catch (error) {
      // Whoever asks next begins anew.
      this.#inspection = null
      throw error
    }
  }

  async #rebuild(base: RebuildAsk['base'], leader: Leader): Promise<Result<RestoreReply>> {
    const { guard, clock, changed, leave } = this.#parts
    const known = await this.#askPlatform(base)
    if (!known.ok) return known
    const entry = { person: leader.person, post: leader.post, detail: null }
    const rebuilt = await guard.rebuild({ base, now: clock.now(), known: known.value, entry })
    if (!rebuilt.ok) {
      this.#inspection = null
      changed()
      return rebuilt
    }
    setTimeout(leave, LEAVE_AFTER_MS)
    return rebuilt
  }

  /**
   * What was given out and is lost must not be given again: where records are missing, at the end or in the middle, the platform
   * is asked how far the seat had come. When nothing is missing by the witness, it need not be in reach.
   */
  async #askPlatform(base: RebuildAsk['base']): Promise<Result<RebuildAsk['known']>> {
    const { client } = this.#parts
    const found = await this.#inspect()
    const anchor = await client.anchor()
    const s = anchor.ok ? Math.max(anchor.value.lastS, anchor.value.anchor?.s ?? 0) : 0
    const auditN = anchor.ok ? (anchor.value.anchor?.auditN ?? 0) : 0
    if (lacksNothing(found, base, s)) return ok({ s, auditN, lanes: [] })
    if (!anchor.ok) return anchor
    const lanes = await this.#lanes()
    return lanes.ok ? ok({ s, auditN, lanes: lanes.value }) : lanes
  }

  async #lanes(): Promise<Result<RebuildAsk['known']['lanes']>> {
    const all: { lane: string; n: number }[] = []
    for (let after: string | null = ''; after !== null;) {
      const page = await this.#parts.client.lanes(after)
      if (!page.ok) return page
      all.push(...page.value.lanes)
      after = page.value.next
    }
    return ok(all)
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    this.#isBusy = true
    this.#parts.changed()
    try {
      return await work()
    } finally {
      this.#isBusy = false
      this.#parts.changed()
    }
  }
}

function baseOf({ from, name }: RestoreArg): RebuildAsk['base'] | null {
  if (from !== 'backup') return { from }
  // A name out of the list, never a path.
  return name !== null && /^[\w-]+\.db$/.test(name) ? { from, name } : null
}

/** What the platform says against it no look at the file can answer: a person does. */
function retryNeeds({ suspicion }: Inspection): RecoveryStatus['retryNeeds'] {
  if (suspicion === null) return 'nothing'
  return suspicion === 'anchor-contradicts' ? 'leader' : 'proof'
}

/** A disk that is full, or the same word of the same place as before: the files are as they were found. */
function isNews({ code, detail = '' }: Refusal, { trouble }: Inspection): boolean {
  return code !== 'disk-full' && (code !== trouble?.code || detail !== trouble.detail)
}

function anchorFacts(reply: Result<AnchorReply>): RecoveryStatus['anchor'] {
  if (!reply.ok) return 'unreachable'
  const { anchor } = reply.value
  return anchor === null ? null : { s: anchor.s, auditN: anchor.auditN, at: anchor.at }
}
