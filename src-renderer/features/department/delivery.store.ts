import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import type { Current, Outcome } from '#shared/platform-api/commands.ts'
import { text } from '#renderer/i18n/index.ts'
import { useNow } from '#renderer/composables/index.ts'
import { commandsOf } from './commands.ts'
import { usePorts } from './department-ports.ts'
import type { Deed, Draft, Picture } from './draft.ts'
import { useDrafts } from './drafts.store.ts'
import { usePictures } from './pictures.store.ts'
import { useReceived } from './received.store.ts'
import { useDepartmentSession } from './session.store.ts'

/** What has become of the last thing done to a case. 'waiting': not known to have arrived; it is sent again by itself. */
export interface Delivery {
  readonly step: Deed
  readonly state: 'sending' | 'waiting' | 'done' | 'refused'
  readonly refusal?: Refusal
  /** Who stood in the way, and how the case stands now. */
  readonly current?: Current
  /** Pictures of an answer that was taken which were not taken with it; they stay here. */
  readonly notTaken?: { readonly count: number; readonly refusal: Refusal }
}

type Sent = NonNullable<Draft['sending']>

/** Not settled: nobody knows whether it arrived, or it can be tried again as it is. */
const unsettled: readonly string[] = ['offline', 'unauthorised', 'platform-busy', 'too-many-calls', 'bad-reply', 'internal']

/** Acts on their way. Each was written down before it was sent, so that a repeat is the same act and never a second answer. */
export const useDelivery = defineStore('department-delivery', () => {
  const { client, newId } = usePorts()
  const drafts = useDrafts()
  const pictures = usePictures()
  const received = useReceived()
  const session = useDepartmentSession()
  const now = useNow()
  const states = reactive(new Map<string, Delivery>())
  const busy = new Set<string>()

  /** Writes the act down and sends it; a refusal when it cannot even be said. */
  async function submit(row: CaseRow, step: Deed): Promise<Refusal | null> {
    const { words, pictures: taken, sending } = drafts.refresh(row.id)
    if (sending !== null || session.signedIn === null) return null
    const commands = commandsOf({
      row, step, words: step === 'attach' ? '' : words[step], pictures: taken, newId, nameOf: (moment) => text(`department.pictures.${moment}`),
      person: session.signedIn.person, at: now.value, offline: !received.isHere,
    })
    if (!commands.ok) return commands.error
    if (commands.value.length === 0) return { code: 'field-required', detail: 'attachment' }
    drafts.change(row.id, { sending: { step, commands: commands.value } })
    await deliver(row.id)
    return null
  }

  async function deliver(caseId: string): Promise<void> {
    const { sending } = drafts.refresh(caseId)
    if (sending === null || busy.has(caseId) || session.signedIn === null || session.hasEnded) return
    const { step, commands } = sending
    busy.add(caseId)
    states.set(caseId, { step, state: 'sending' })
    const said = await client.send(commands)
    busy.delete(caseId)
    if (said.ok) settle(caseId, { step, commands }, said.value)
    else if (unsettled.includes(said.error.code)) wait(caseId, step, said.error)
    else giveBack(caseId, { step, commands }, { state: 'refused', refusal: said.error })
  }

  /** Another window of this browser may have sent the same and settled it already: what stands there now is none of ours. */
  const isOpenStill = (caseId: string, { commands: [act] }: Sent): boolean =>
    drafts.refresh(caseId).sending?.commands[0]?.id === act?.id

  function settle(caseId: string, sent: Sent, outcomes: readonly Outcome[]): void {
    const { step } = sent
    const open = outcomes.find(({ result }) => result === 'retry')
    const act = outcomes.find(({ id }) => id === sent.commands[0]?.id)
    if (act === undefined || open !== undefined) wait(caseId, step, { code: 'platform-busy' })
    // Pictures by themselves are settled each on its own.
    else if (act.result === 'accepted' || step === 'attach') finish(caseId, sent, outcomes)
    else if (act.result === 'rejected')
      giveBack(caseId, sent, { state: 'refused', refusal: refusalOf(act), ...(act.current !== null && { current: act.current }) })
    else giveBack(caseId, sent, { state: 'refused', refusal: refusalOf(act) })
  }

  function wait(caseId: string, step: Deed, refusal: Refusal): void {
    if (refusal.code === 'offline') received.isHere = false
    if (refusal.code === 'unauthorised') session.noteEnd()
    states.set(caseId, { step, state: 'waiting', refusal })
  }

  /** The words stand in their field again, to be changed or kept. */
  function giveBack(caseId: string, sent: Sent, state: Omit<Delivery, 'step'>): void {
    if (isOpenStill(caseId, sent)) drafts.change(caseId, { sending: null })
    states.set(caseId, { step: sent.step, ...state })
  }

  /** The act is taken; a picture goes from here only when it was taken too. */
  function finish(caseId: string, sent: Sent, outcomes: readonly Outcome[]): void {
    const { step } = sent
    if (!isOpenStill(caseId, sent)) {
      states.set(caseId, { step, state: 'done' })
      return
    }
    const { pictures: mine } = drafts.of(caseId)
    drafts.change(caseId, ({ words }) => (step === 'attach' ? { sending: null } : { sending: null, open: null, words: { ...words, [step]: '' } }))
    const notTaken = partWith(caseId, mine, sent.commands, outcomes)
    if (notTaken?.count === sent.commands.length) states.set(caseId, { step, state: 'refused', refusal: notTaken.refusal })
    else states.set(caseId, { step, state: 'done', ...(notTaken !== undefined && { notTaken }) })
  }

  /** Pictures taken go from here; the others stay, and are counted. */
  function partWith(caseId: string, mine: readonly Picture[], commands: Sent['commands'], outcomes: readonly Outcome[]): Delivery['notTaken'] {
    let count = 0
    let refusal: Refusal | null = null
    for (const { id, body } of commands) {
      const picture = body.action === 'attach' ? mine.find(({ hash }) => hash === body.args.attachment.hash) : undefined
      if (picture === undefined) continue
      const outcome = outcomes.find((one) => one.id === id)
      if (outcome?.result === 'accepted') void pictures.remove(caseId, picture.id)
      else {
        count += 1
        refusal ??= refusalOf(outcome)
        pictures.giveBack(caseId, picture.id, refusalOf(outcome))
      }
    }
    return refusal === null ? undefined : { count, refusal }
  }

  /** Everything that is not known to have arrived, once more. */
  function resume(): void {
    for (const caseId of drafts.cases()) void deliver(caseId)
  }

  return { states, submit, deliver, resume, dismiss: (caseId: string) => states.delete(caseId) }
})

/** Of one that was not taken; the platform has kept silent about one that is not there. */
function refusalOf(outcome: Outcome | undefined): Refusal {
  if (outcome?.result !== 'rejected') return { code: outcome === undefined ? 'bad-reply' : 'body-mismatch' }
  const { code, detail } = outcome
  return { code: isErrorCode(code) ? code : 'bad-reply', ...(detail !== null && { detail }) }
}
