// What a person does at a seat of the generated town, said in one line each.
import { setTimeout as sleep } from 'node:timers/promises'
import { DraftForm } from '#shared/contracts/intake.contract.ts'
import type { Saved } from '#shared/contracts/cases.contract.ts'
import type { CaseView } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { ActArgs, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import { CaseId, PersonId } from '#shared/kernel/ids.ts'
import { refuse, unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { DeskClient } from './desk-client.ts'

/** PIN of everybody in the generated town. */
export const TOWN_PIN = '246810'
/** 赵志强 and 何伟 hold every post of a desk. */
export const ALL_POSTS = ['1004', '1008'] as const

const NUMBER_TRIES = 100
const NUMBER_PAUSE_MS = 200

const FORM: DraftForm = {
  reporterName: '张先生',
  reporterPhone: '13800005678',
  wantsCallBack: true,
  address: '',
  component: '',
  lng: 116.9445,
  lat: 31.462,
  classCode: 'E0110',
  conditionId: 'E0110-1',
  description: '小区门口堆放建筑垃圾',
  foundAt: null,
  urgent: false,
  notDuplicateBecause: '',
  department: 'D02',
  attachments: [],
}

/** A complete hotline form, good for every step up to dispatch. */
export function aForm(over: Partial<DraftForm> = {}): DraftForm {
  return DraftForm.parse({ ...FORM, ...over })
}

/** One person at one seat. */
export class Operator {
  readonly client: DeskClient

  constructor(client: DeskClient) {
    this.client = client
  }

  /** Waits for the roster, then signs in under the posts given, or all the person has. */
  async signIn(person: string = ALL_POSTS[0], posts?: readonly Post[]): Promise<SignedIn> {
    const { desk } = this.client
    await this.client.until(desk.watch.session.status, {}, ({ rosterSize }) => rosterSize > 0)
    const id = PersonId.parse(person)
    const known = unwrap(await desk.call.session.lookUp({ person: id }))
    const signIn = { person: id, secret: TOWN_PIN, posts: [...(posts ?? known?.posts ?? [])], shift: null }
    return unwrap(await desk.call.session.signIn(signIn))
  }

  /** A call: draft, form, saved. */
  async take(form: Partial<DraftForm> = {}, upTo: 'report' | 'accept' | 'file' | 'dispatch' = 'report'): Promise<Result<Saved>> {
    const { intake } = this.client.desk.call
    const draft = await intake.open({ callerPhone: null })
    if (!draft.ok) return draft
    const { id } = draft.value
    // A machine that has just been enrolled asks for its numbers with the first beat.
    for (let no = draft.value.no, tries = 0; no === null && tries < NUMBER_TRIES; tries += 1) {
      await sleep(NUMBER_PAUSE_MS)
      no = unwrap(await intake.load({ id })).no
    }
    return intake.submit({ id, form: aForm(form), rev: draft.value.rev, upTo })
  }

  /** The case as this seat shows it; null when it is not here. */
  view(id: string): Promise<CaseView | null> {
    return this.client.read(this.client.desk.watch.cases.view, { id: CaseId.parse(id) })
  }

  /** The case once it is as wanted. */
  async viewWhen(id: string, fits: (view: CaseView) => boolean, limitMs?: number): Promise<CaseView> {
    const { cases } = this.client.desk.watch
    const view = await this.client.until(cases.view, { id: CaseId.parse(id) }, (one) => one !== null && fits(one), limitMs)
    if (view === null) throw new Error('unreachable: it has just fitted')
    return view
  }

  /** Does one step on a case as it stands here. */
  async act<A extends CaseAction>(id: string, action: A, args: ActArgs[A]): Promise<Result<Saved>> {
    const view = await this.view(id)
    return view === null ? refuse('not-found', id) : this.actOn(view, action, args)
  }

  /** The same on the case as it was seen a moment ago. */
  actOn<A extends CaseAction>({ row }: CaseView, action: A, args: ActArgs[A]): Promise<Result<Saved>> {
    return this.client.desk.call.cases.act({ caseId: row.id, seenVer: row.ver, body: bodyOf(action, args) })
  }

  /** 补充附件: hands a small file over and names it in an act. */
  async attach(id: string, name: string, bytes: Buffer): Promise<Result<Saved>> {
    const { attachments } = this.client.desk.call
    const caseId = CaseId.parse(id)
    const begun = await attachments.begin({ caseId, name, size: bytes.length, use: 'report', forDraft: false })
    if (!begun.ok) return begun
    const { upload } = begun.value
    const taken = await attachments.append({ upload, offset: 0, bytes })
    if (!taken.ok) return taken
    const finished = await attachments.finish({ upload })
    return finished.ok ? attachments.attach({ caseId, hash: finished.value.hash }) : finished
  }
}

/** An action and the arguments of that action. */
function bodyOf<A extends CaseAction>(action: A, args: ActArgs[A]): ActBody {
  // The two belong together by the signature; the union cannot say so for a variable action.
  return { action, args } as unknown as ActBody
}
