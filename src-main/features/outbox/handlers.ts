import type { Contracts } from '#shared/contracts/index.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { AuditEntry, NewCommand } from '../../db/ledger-api.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import { sessionOf } from '../cases/index.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference } from '../reference/index.ts'
import { readTray } from './tray.ts'

export function outboxHandlers(hall: Hall, reference: Reference, writer: CommandWriter): HandlersOf<Contracts['outbox']> {
  return {
    tray: {
      watches: ['outbox', 'cases', 'reference'],
      read: async () => {
        const entries = await readTray(hall, reference)
        const oldestAt = entries.length === 0 ? null : Math.min(...entries.map(({ at }) => at))
        return ok({ entries, oldestAt })
      },
    },
    settle: ({ id, choice }, context) => settle(hall, writer, id, choice, sessionOf(context)),
  }
}

/** A person has decided on a rejected command. Either way the old one stays on record and the decision is audited. */
async function settle(
  hall: Hall,
  writer: CommandWriter,
  id: CmdId,
  choice: 'again' | 'withdraw',
  session: SignedIn,
): Promise<Result<null>> {
  const stored = await hall.db.ledger.find(id)
  if (stored === null) return refuse('not-found', id)
  if (stored.standing !== 'rejected' && stored.standing !== 'held') return refuse('not-resolvable', stored.standing)
  const audit: AuditEntry = {
    at: hall.time.now(),
    person: session.person,
    post: session.posts.join(','),
    what: `outbox.${choice}`,
    subject: id,
    result: 'ok',
    detail: null,
  }
  let replacement: NewCommand | null = null
  if (choice === 'again') {
    const { caseId, body } = stored.command
    const found = await hall.db.cache.caseById(caseId)
    if (found === null || stored.no === null) return refuse('not-found', caseId)
    const intent = { caseId, no: stored.no, row: found.row, flowCount: found.flow.length, bodies: [body] }
    const planned = await writer.plan(intent, session)
    if (!planned.ok) return planned
    replacement = planned.value[0] ?? null
  }
  const settled = await hall.db.ledger.settle({ id, along: true, replacements: replacement === null ? [] : [replacement] }, audit)
  if (!settled.ok) return settled
  await hall.link.commandsAdded(settled.value.appended)
  hall.signals.raise('cases', 'map', 'outbox')
  return ok(null)
}
