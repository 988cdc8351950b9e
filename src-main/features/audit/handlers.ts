import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import { sessionOf } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import { readExported } from './exported.ts'
import { exportAudit } from './export-audit.ts'
import type { ExportPlace } from './export-audit.ts'
import { recoveryCodeHandlers } from './recovery-code.ts'
import type { RecoveryCodePorts } from './recovery-code.ts'
import type { SigningDesk } from './signing-desk.ts'

export interface AuditPorts {
  readonly signing: SigningDesk
  /** Names of hall and device in an export. */
  readonly hallId: string
  readonly deviceId: string
  readonly exportPlace: () => ExportPlace
  readonly hallKeyIds: () => readonly string[]
  readonly diskEncryption: () => Promise<ReplyOf<Contracts['audit']['protection']>['disk']>
  readonly recoveryCode: RecoveryCodePorts
}

export function auditHandlers(hall: Hall, ports: AuditPorts): HandlersOf<Contracts['audit']> {
  const { ledger } = hall.db
  const record = (session: SignedIn, what: string, subject: string | null, result: Result<unknown> = ok(null)): Promise<void> =>
    ledger.audit({
      at: hall.time.now(),
      person: session.person,
      post: session.posts.join(','),
      what,
      subject,
      result: result.ok ? 'ok' : 'refused',
      detail: result.ok ? null : result.error.code,
    })
  return {
    entries: async ({ text, ...question }) => ok(await readEntries(hall, { ...question, text: text.trim() })),
    exportPeriod: async ({ from, to }, context) => {
      const session = sessionOf(context)
      // Written down first, so that it stands in the very file when the period reaches to now.
      await record(session, 'audit.export', `${new Date(from).toISOString()}/${new Date(to).toISOString()}`)
      const signer = { hall: ports.hallId, seat: hall.seat, device: ports.deviceId, privateKey: await ports.signing.privateKey() }
      const order = { from, to, exportedAt: hall.time.now(), exportedBy: session.person }
      return exportAudit(ledger, signer, order, ports.exportPlace())
    },
    record: async ({ what, subject }, context) => {
      await record(sessionOf(context), `window.${what}`, subject)
      return ok(null)
    },
    protection: async () => {
      const { first, last, cutAt } = await ledger.auditEnds()
      return ok({
        disk: await ports.diskEncryption(),
        hallKeys: [...ports.hallKeyIds()],
        hasRecoveryCode: await ports.recoveryCode.isNoted(),
        trail: { first, last, exportedTo: await readExported(ledger), cutAt },
      })
    },
    ...recoveryCodeHandlers(ports.recoveryCode, (who, what, result) => record(who, what, hall.seat, result)),
  }
}

type Question = Parameters<HandlersOf<Contracts['audit']>['entries']>[0]

async function readEntries(hall: Hall, question: Question): Promise<ReplyOf<Contracts['audit']['entries']>> {
  const people = await hall.db.cache.people()
  const names = new Map<string, string>(people.map(({ id, name }) => [id, name]))
  const persons = question.text === '' ? [] : people.filter(({ name }) => name.includes(question.text)).map(({ id }) => id)
  const { rows, next, last } = await hall.db.ledger.auditPage({ ...question, persons })
  const shown = rows.map(({ n, at, person, post, what, subject, result, detail }) => {
    const personName = person === null ? '' : (names.get(person) ?? person)
    return { n, at, person, personName, post, what, subject, result, detail }
  })
  return { rows: shown, next, last }
}
