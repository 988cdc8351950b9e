// What an operator has typed so far: kept form by form, so that a crash costs no more than the last word (I21).
import { createHash } from 'node:crypto'
import { newCaseId, newDraftId } from '#shared/kernel/ids.ts'
import type { LedgerApi, StoredDraft } from '#main/db/ledger-api.ts'
import type { Complain } from './invariants.ts'
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import type { Seat } from './seat.ts'
import { Seeded } from './seeded.ts'
import { sessionAt } from './town.ts'

export type DraftDeed = { readonly do: 'draft'; readonly times: number }

/** Somebody writes; mostly several times in a row, as a form is typed. */
export function draftSteps(seed: number, { drafts, seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('draft', seed)
  return Array.from({ length: drafts }, (_, index): Step[] => {
    const [at, seat, named] = [chance.whole(3_000, lengthMs), chance.whole(0, seats - 1), `${seed}/draft/${index}`]
    const typed: Step = { at, chance: named, deed: { do: 'draft', seat, times: chance.whole(1, 4) } }
    const full: Step = { at: at - 100, chance: `${named}/full`, deed: { do: 'disk-full', seat, file: 'ledger', forMs: 1_000 } }
    return chance.chance(0.15) ? [full, typed] : [typed]
  }).flat()
}

/** Types on, in a draft of before or in a new one; a form that is older than what is kept must not come back. */
export async function writeDraft(seat: Seat, times: number, chance: Seeded): Promise<void> {
  const { process } = seat
  if (process === null) return
  const { ledger } = process.hall.db
  const before = seat.drafts.size > 0 && chance.chance(0.6) ? chance.pick([...seat.drafts.values()]) : null
  let draft = before ?? newDraft(seat, chance)
  for (let time = 0; time < times; time += 1) {
    const now = draft.rev + 1
    draft = { ...draft, rev: now, sealed: textOf(`${draft.id} ${now} ${chance.whole(1, 1_000_000)}`) }
    await keep(seat, ledger, draft)
    // A window that was slow, or another one, says what was there before.
    if (now > 1 && chance.chance(0.3)) await keep(seat, ledger, { ...draft, rev: now - 1, sealed: textOf(`${draft.id} late`) })
  }
}

async function keep(seat: Seat, ledger: LedgerApi, draft: StoredDraft): Promise<void> {
  const { ok: isKept } = await ledger.saveDraft(draft)
  if (isKept && draft.rev > (seat.drafts.get(draft.id)?.rev ?? 0)) seat.drafts.set(draft.id, draft)
}

function newDraft(seat: Seat, chance: Seeded): StoredDraft {
  const clock = { now: () => 1, monotonicMs: () => 1 }
  const owner = sessionAt(seat.id).person
  const [id, caseId] = [newDraftId(clock, chance), newCaseId(clock, chance)]
  return { id, caseId, owner, no: null, sealed: '', title: '井盖', rev: 0, callAt: 1, savedAt: 1, state: 'open' }
}

const textOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** I21: what was called saved is there, and nothing older stands in its place. One that was written unheard may be newer. */
export async function checkDrafts(seat: Seat, ledger: Pick<LedgerApi, 'draft'>, complain: Complain): Promise<void> {
  for (const draft of seat.drafts.values()) {
    const kept = await ledger.draft(draft.id)
    if (kept === null || kept.rev < draft.rev || (kept.rev === draft.rev && kept.sealed !== draft.sealed))
      complain('I21', `seat ${seat.id} has revision ${kept?.rev ?? 'none'} of a draft of which it had said ${draft.rev} was kept`)
  }
}
