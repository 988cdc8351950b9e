import type { Contracts } from '#shared/contracts/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import { sessionOf } from '../cases/index.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import type { AttachmentService } from './attachment-service.ts'
import { caseFiles, queueView } from './attachment-views.ts'
import { CaseHolding } from './case-holding.ts'
import { Naming } from './naming.ts'

type Area = HandlersOf<Contracts['attachments']>

/** Files of cases and drafts: taken in, shown, followed on their way. Every call asks first whether the case holds the file. */
export function attachmentsHandlers(hall: Hall, service: AttachmentService, writer: CommandWriter): Area {
  const holding = new CaseHolding(hall)
  const naming = new Naming(hall, service, writer, holding)
  return {
    ...stagingHandlers(service, holding, naming),
    ofCase: {
      watches: ['attachments', 'cases', 'drafts', 'clock', 'link'],
      read: async ({ caseId }, context) => {
        const held = await holding.of(caseId, sessionOf(context))
        // No files is what a window takes names off a form for: a draft that is over has not lost its photographs.
        if (held === null) return refuse('not-found', caseId)
        const files = caseFiles(held.named, held.staged, caseId, service)
        // Who looks asks again for what could not be fetched before.
        for (const { file } of files) if (service.fetcher.of(file.hash)?.fault != null) service.fetcher.want(file.hash, file.size)
        return ok(files)
      },
    },
    queue: {
      watches: ['attachments', 'outbox', 'link'],
      read: async () => ok(queueView(await hall.db.ledger.openAttachments(), service.transferOf)),
    },
    attach: (asked, context) => naming.attach(asked, sessionOf(context)),
    retry: async ({ hash }) => {
      const stored = await hall.db.ledger.attachment(hash)
      if (stored === null || stored.state === 'confirmed') return refuse('not-found', hash)
      await service.sender.retry(hash)
      service.changed()
      return ok(null)
    },
    fetch: async ({ caseId, hash }, context) => {
      const file = await holding.file(caseId, hash, sessionOf(context))
      if (file === undefined) return refuse('not-found', hash)
      const wanted = await service.fetch(caseId, hash, file.size)
      return wanted.ok ? ok({ place: service.isHere(hash) ? 'here' : 'coming' }) : wanted
    },
    play: async ({ caseId, hash }, context) => {
      const file = await holding.file(caseId, hash, sessionOf(context))
      if (file === undefined) return refuse('not-found', hash)
      if (!/^(audio|video)\//.test(file.mime)) return refuse('bad-request', 'hash')
      return ok({ address: service.servesPlayers ? service.media.open(file) : null })
    },
    read: async ({ caseId, hash, from, length }, context) => {
      const file = await holding.file(caseId, hash, sessionOf(context))
      if (file === undefined) return refuse('not-found', hash)
      return service.store.read(hash, from, length, hall.clock.now())
    },
  }
}

type StagingNames = 'begin' | 'append' | 'finish' | 'cancel' | 'remove'

function stagingHandlers(service: AttachmentService, holding: CaseHolding, naming: Naming): Pick<Area, StagingNames> {
  const { staging } = service
  return {
    begin: async (announced, context) => {
      const session = sessionOf(context)
      if ((await holding.holderOf(announced.caseId, session)) === null)
        return announced.forDraft ? refuse('draft-over') : refuse('not-found', announced.caseId)
      return staging.begin(announced, session.person)
    },
    append: ({ upload, offset, bytes }, context) => staging.append(upload, sessionOf(context).person, offset, bytes),
    finish: async ({ upload }, context) => {
      const taken = await naming.takeIn(upload, sessionOf(context))
      if (taken.ok) service.changed()
      return taken
    },
    cancel: async ({ upload }, context) => {
      await staging.cancel(upload, sessionOf(context).person)
      return ok(null)
    },
    remove: async ({ caseId, hash }, context) => {
      if ((await holding.file(caseId, hash, sessionOf(context))) === undefined) return refuse('not-found', hash)
      const removed = await service.takeBack(caseId, hash)
      if (removed.ok) service.changed()
      return removed
    },
  }
}
