import type { ActBody } from '#shared/domain/case/acts.ts'
import type { Act } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { Saved } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { newCmdId } from '#shared/kernel/ids.ts'
import type { CaseId, CaseNo, CmdId, DraftId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { AuditEntry, LedgerCommand, NewCommand, PendingTip, SeenChain } from '../../db/ledger-api.ts'
import type { Hall } from '../hall/index.ts'
import { hideNumbersIn } from '../personal/index.ts'
import type { Reference, ReferenceData } from '../reference/index.ts'

/** A case as whoever decides has it before them. */
export interface SeenCase {
  /** Null for a new case. */
  readonly row: CaseRow | null
  readonly flowCount: number
  /** Set when the story as it was seen ends with a neighbour's pending act. */
  readonly tip?: PendingTip | undefined
  /** The act that what is done next builds on: pending or not, mostly the one that moved the case last. */
  readonly movedBy?: CmdId | undefined
  /** The acts that the story held, where it was this machine's copy that was looked at. */
  readonly seen?: readonly CmdId[] | undefined
  /** Those of them that are in `row` because the platform's feed has brought them. */
  readonly told?: readonly CmdId[] | undefined
}

/** What is to be done to one case, step by step, all or nothing. */
export interface Intent extends SeenCase {
  readonly caseId: CaseId
  readonly no: CaseNo
  readonly bodies: readonly ActBody[]
  /** Of the first step, made by the window that asks for it. */
  readonly id?: CmdId | undefined
}

/** What a window asks for under an id of its own. */
export interface AskedAct {
  readonly id: CmdId
  readonly caseId: CaseId
  readonly action: ActBody['action']
}

/** Turns intents into commands: tried against the rules first, then in the ledger, then folded over the cache, then sent. */
export class CommandWriter {
  readonly #hall: Hall
  readonly #reference: Reference

  constructor(hall: Hall, reference: Reference) {
    this.#hall = hall
    this.#reference = reference
  }

  /**
   * Resolves once the commands stand in the ledger (FULL): only then may a window say "saved". `written`: the words that were
   * kept for this and are over with it.
   */
  async write(intent: Intent, session: SignedIn, audit: AuditEntry | null, written?: DraftId): Promise<Result<Saved>> {
    const prepared = await this.prepare(intent, session)
    if (!prepared.ok) return prepared
    const appended = await this.#hall.db.ledger.append(prepared.value, audit, written)
    if (!appended.ok) return appended
    const last = appended.value.at(-1)
    if (last === undefined) return refuse('bad-request', 'nothing to do')
    await this.#hall.link.commandsAdded(appended.value)
    this.#hall.signals.raise('cases', 'map', ...(written === undefined ? [] : (['drafts'] as const)))
    return ok(this.#saved(last.command, intent.no))
  }

  /**
   * An act that was asked for before, by a window that never got its answer: as it was saved then, or a refusal where the id is
   * something else's. 'free': it is to be done now; 'spent': it was done, and refused or withdrawn since, so whoever asks once
   * more wants another one.
   */
  async savedBefore({ id, caseId, action }: AskedAct, { person }: SignedIn): Promise<Result<Saved> | 'free' | 'spent'> {
    const known = await this.#hall.db.ledger.find(id)
    if (known === null) return 'free'
    const { command, no, standing } = known
    const isTheSame = command.caseId === caseId && command.person === person && command.body.action === action
    if (!isTheSame || no === null) return refuse('bad-request', 'id: in use')
    if (standing !== 'waiting' && standing !== 'accepted') return 'spent'
    return ok(this.#saved(command, no))
  }

  #saved({ id, s, caseId }: Pick<LedgerCommand['command'], 'id' | 's' | 'caseId'>, no: CaseNo): Saved {
    return { cmdId: id, s, caseId, no, waiting: Math.max(0, this.#hall.link.status().waiting - 1) }
  }

  /** What goes into the ledger: allowed, and ordered while the platform is away. */
  async prepare(intent: Intent, session: SignedIn): Promise<Result<readonly NewCommand[]>> {
    const planned = await this.plan(intent, session)
    return planned.ok ? this.#order(intent, planned.value) : planned
  }

  /**
   * Every step folded on the one before it, so that what is saved is known to be allowed as far as this machine can know. Nobody
   * is asked: good for showing what would be.
   */
  async plan(intent: Intent, session: SignedIn): Promise<Result<NewCommand[]>> {
    const data = await this.#reference.data()
    if (!data.ok) return data
    const commands: NewCommand[] = []
    let row = intent.row
    for (const [step, body] of intent.bodies.entries()) {
      const id = step === 0 ? intent.id : undefined
      const tried = this.#tryPosts({ caseId: intent.caseId, id }, row, body, session, data.value, intent.flowCount + step)
      if (!tried.ok) return tried
      const { act } = tried.value
      commands.push({
        id: act.id,
        caseId: intent.caseId,
        base: row !== null && raisesVersion(body.action) ? { chain: chainOf(intent, commands) } : null,
        body: act.body,
        at: act.at,
        person: session.person,
        personName: session.name,
        post: act.post,
        timeDoubt: act.timeDoubt,
        offline: act.offline,
        signIn: session.signIn,
        no: intent.no,
        className: tried.value.row.className,
        ground: row,
      })
      row = tried.value.row
    }
    return ok(commands)
  }

  /**
   * While the platform is away the hall's relay orders who moves a case on; without a relay the act is marked. Only acts on a
   * case that others may see can be disputed.
   */
  async #order({ caseId, row, movedBy: over }: Intent, commands: readonly NewCommand[]): Promise<Result<readonly NewCommand[]>> {
    const { lan, link } = this.#hall
    const first = commands.find(({ body }) => raisesVersion(body.action))
    if (lan == null || !link.isOffline || row === null || first === undefined) return ok(commands)
    const { id: cmdId, body, personName } = first
    const claim = await lan.claim({ cmdId, caseId, ver: row.ver, over, action: body.action, personName })
    if (!claim.ok) return claim
    return ok(commands.map((command) => (raisesVersion(command.body.action) ? { ...command, claim: claim.value } : command)))
  }

  /** The first of the person's posts under which the act is allowed; else the refusal that says most. */
  #tryPosts(
    { caseId, id }: Pick<Intent, 'caseId' | 'id'>,
    row: CaseRow | null,
    body: ActBody,
    session: SignedIn,
    data: ReferenceData,
    flowCount: number,
  ): Result<{ act: Act; row: CaseRow }> {
    const { clock, random } = this.#hall
    let refusal: Refusal = { code: 'wrong-post' }
    for (const post of session.posts) {
      const act = this.#act({ id: id ?? newCmdId(clock, random), caseId }, body, post, session)
      const folded = foldAct(row, act, { ...data, flowCount })
      if (folded.ok) return ok({ act, row: folded.value.row })
      if (folded.error.code !== 'wrong-post') refusal = folded.error
    }
    return { ok: false, error: refusal }
  }

  #act({ id, caseId }: Pick<Act, 'id' | 'caseId'>, body: ActBody, post: Post, session: SignedIn): Act {
    const { time, link, seat, sealer } = this.#hall
    return {
      id,
      caseId,
      at: time.now(),
      person: session.person,
      personName: session.name,
      post,
      seat,
      offline: link.isOffline,
      timeDoubt: time.doubtful,
      // Before anything is written down: what was typed may hold telephone and identity numbers.
      body: hideNumbersIn(body, caseId, id, sealer),
    }
  }
}

/** What the person saw of the case, and what the same intent does before. */
function chainOf({ row, tip, seen, told }: SeenCase, before: readonly NewCommand[]): SeenChain {
  return {
    ver: row?.ver ?? 0,
    ...(tip === undefined ? {} : { over: tip }),
    ...(seen === undefined ? {} : { seen: [...seen, ...before.map(({ id }) => id)] }),
    ...(told === undefined ? {} : { told }),
  }
}
