import type { Contracts } from '#shared/contracts/index.ts'
import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { AttachmentService } from '../attachments/index.ts'
import { sessionOf } from '../cases/index.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference } from '../reference/index.ts'
import { Drafts } from './drafts.ts'
import { mergeDraft, submitDraft } from './submit.ts'

type DraftNames = 'drafts' | 'open' | 'load' | 'save' | 'discard' | 'restore' | 'submit' | 'mergeInto'

const CHINA_OFFSET_MINUTES = 480

/** The life of a draft, from the ring of the telephone to the case. */
export function draftHandlers(
  hall: Hall,
  reference: Reference,
  writer: CommandWriter,
  files: Pick<AttachmentService, 'alone'>,
): Pick<HandlersOf<Contracts['intake']>, DraftNames> {
  const drafts = new Drafts(hall)
  // Two windows may send off one draft in the same moment: the second is to find it done, and not to make the case twice.
  const turns = new OneAtATime()
  // The files' turn is waited for outside: what is typed meanwhile is saved all the same.
  const withFiles = <T>(work: () => Promise<T>): Promise<T> => files.alone(() => turns.run(work))
  return {
    drafts: {
      watches: ['drafts', 'reference'],
      read: async (_arg, context) => {
        const [stored, data] = await Promise.all([drafts.list(sessionOf(context)), reference.data()])
        const nameOf = (code: string): string => (data.ok ? (data.value.catalogue.findClass(code)?.name ?? '') : '')
        return ok(stored.map(({ id, no, title, savedAt }) => ({ id, no, title: nameOf(title), savedAt })))
      },
    },
    open: async ({ callerPhone }, context) => {
      const settings = await hall.db.cache.hallSettings()
      return drafts.open(sessionOf(context), callerPhone, settings?.zoneOffsetMinutes ?? CHINA_OFFSET_MINUTES)
    },
    load: ({ id }, context) => drafts.load(sessionOf(context), id),
    // In turn with what ends a draft: nobody is told that words are saved into one that is over a moment later.
    save: ({ id, form, caret, rev }, context) =>
      turns.run(async () => {
        const saved = await drafts.save(sessionOf(context), id, form, caret, rev)
        return saved.ok ? ok({ rev: saved.value.rev, savedAt: saved.value.savedAt }) : saved
      }),
    discard: ({ id, rev }, context) => turns.run(() => drafts.discard(sessionOf(context), id, rev)),
    restore: ({ id }, context) => turns.run(() => drafts.restore(sessionOf(context), id)),
    submit: ({ id, form, rev, upTo }, context) =>
      withFiles(async () => {
        const session = sessionOf(context)
        const draft = await drafts.loadAt(session, id, rev)
        if (!draft.ok) return draft
        // A ledger given back from a backup may know the draft as open: it stays, and makes no second case.
        if ((await hall.db.cache.caseById(draft.value.caseId)) !== null) return refuse('case-exists', draft.value.no ?? '')
        return submitDraft(hall, writer, draft.value, form, upTo, session)
      }),
    mergeInto: ({ id, form, rev, caseId }, context) =>
      withFiles(async () => {
        const session = sessionOf(context)
        const draft = await drafts.loadAt(session, id, rev)
        return draft.ok ? mergeDraft(hall, writer, draft.value, form, caseId, session) : draft
      }),
  }
}
