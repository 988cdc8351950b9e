import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { StagedFile } from '#main/db-worker/ledger-api.ts'
import { openForWriting } from '#main/db-worker/driver.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'

const [one, two] = ['1'.repeat(64), '2'.repeat(64)] as const

const staged = (hash: string, of = 1, over: Partial<StagedFile> = {}): StagedFile => ({
  ...{ hash, size: 1_000, mime: 'image/png', caseId: caseId(of), name: '井盖.png', use: 'report', stagedAt: 5_000 },
  ...over,
})
const attachment = (hash: string) => ({ hash, size: 1_000, mime: 'image/png', name: '井盖.png', use: 'report' as const })

describe('files on their way', () => {
  it('leave only when an act names them, and that is one transaction with the act', () => {
    const ledger = aLedger()
    ledger.stageAttachment(staged(one))
    ledger.stageAttachment(staged(two))
    expect(ledger.sendableAttachments(10)).toEqual([])

    unwrap(ledger.append([aReport(1, 1, { attachments: [attachment(one)] })], null))

    expect(ledger.sendableAttachments(10).map(({ hash }) => hash)).toEqual([one])
    expect(ledger.attachmentsOfCase(caseId(1))[0]?.uses[0]?.commandId).toBe(cmdId(1))
    expect(ledger.openAttachments().map(({ hash }) => hash)).toEqual([one, two])
  })

  it('are named by an attach too, in their own case only', () => {
    const ledger = aLedger()
    ledger.stageAttachment(staged(one, 1))
    ledger.stageAttachment(staged(one, 2))
    unwrap(ledger.append([aReport(1, 1), aCommand(2, 'attach', 1, { base: null }, { attachment: attachment(one) })], null))

    expect(ledger.attachment(one)?.uses.map(({ caseId: of, commandId }) => [of, commandId])).toEqual([
      [caseId(1), cmdId(2)],
      [caseId(2), null],
    ])
  })

  it('once confirmed stay confirmed, whatever comes after', () => {
    const ledger = aLedger()
    ledger.stageAttachment(staged(one))
    ledger.noteAttachment(one, { state: 'sending', upload: '/v1/attachments/a', sent: 500 })
    ledger.noteAttachment(one, { state: 'confirmed', upload: null, sent: 1_000 })

    ledger.noteAttachment(one, { state: 'failed', error: 'offline' })
    ledger.stageAttachment(staged(one, 2))

    expect(ledger.attachment(one)).toMatchObject({ state: 'confirmed', error: null, sent: 1_000 })
    expect(ledger.openAttachments()).toEqual([])
  })

  it('that the platform may have lost stand as if they had never been sent, until it has said again that it has them', () => {
    const ledger = aLedger()
    for (const hash of [one, two]) ledger.stageAttachment(staged(hash))
    unwrap(ledger.append([aReport(1, 1, { attachments: [attachment(one)] })], null))
    ledger.noteAttachment(one, { state: 'confirmed', upload: null, sent: 1_000 })
    ledger.noteAttachment(two, { state: 'failed', error: 'hash-mismatch' })

    ledger.reopenAttachments([one, two, '3'.repeat(64)])

    expect(ledger.sendableAttachments(10)).toMatchObject([{ hash: one, state: 'staged', sent: 0 }])
    expect(ledger.attachment(two)?.state).toBe('failed')
  })

  it('that failed are sent again when the same content is chosen again', () => {
    const ledger = aLedger()
    ledger.stageAttachment(staged(one))
    ledger.noteAttachment(one, { state: 'failed', error: 'sealed-unreadable' })

    ledger.stageAttachment(staged(one))

    expect(ledger.attachment(one)).toMatchObject({ state: 'staged', error: null })
  })

  it('can be taken back until an act names them', () => {
    const ledger = aLedger()
    ledger.stageAttachment(staged(one, 1))
    ledger.stageAttachment(staged(one, 2))
    expect(unwrap(ledger.dropAttachment(one, caseId(2)))).toBe(false)
    unwrap(ledger.append([aReport(1, 1, { attachments: [attachment(one)] })], null))

    expect(ledger.dropAttachment(one, caseId(1))).toMatchObject({ ok: false, error: { code: 'file-in-use' } })
    ledger.stageAttachment(staged(two, 3))
    expect(unwrap(ledger.dropAttachment(two, caseId(3)))).toBe(true)
    expect(ledger.attachment(two)).toBeNull()
  })

  it('of a form that is over are strays after a while; of an open form they are not', () => {
    const ledger = aLedger()
    ledger.stageAttachment(staged(one, 1))
    const draft = { id: 'd', owner: '1001', no: null, sealed: 's', title: '', rev: 1, callAt: 1, savedAt: 1, state: 'open' }
    unwrap(ledger.saveDraft({ ...draft, caseId: caseId(1) } as never))
    ledger.stageAttachment(staged(two, 2))

    expect(ledger.strayAttachments(4_000)).toEqual([])
    expect(ledger.strayAttachments(6_000)).toEqual([{ hash: two, caseId: caseId(2) }])
  })

  it('changed by another hand are shown as failed and never sent', () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    ledger.stageAttachment(staged(one))
    ledger.stageAttachment(staged(two, 2))
    unwrap(
      ledger.append([aReport(1, 1, { attachments: [attachment(one)] }), aReport(2, 2, { attachments: [attachment(two)] })], null),
    )
    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    db.change<[string, string]>('UPDATE attachment SET mime = ? WHERE hash = ?').run('text/html', one)
    db.change<[string, string]>('UPDATE attachment_use SET name = ? WHERE hash = ?').run('x.exe', two)
    db.close()

    expect(ledger.openAttachments().map(({ state, error }) => [state, error])).toEqual([
      ['failed', 'storage-failed'],
      ['failed', 'storage-failed'],
    ])
    expect(ledger.sendableAttachments(10)).toEqual([])
  })

  it.each(['attachment', 'attachment_use'])('are missed when another hand erases one of %s, and the rest stays what it is', (table) => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    for (const [hash, of] of [[one, 1], [two, 2], [one, 3]] as const) ledger.stageAttachment(staged(hash, of))
    ledger.noteAttachment(one, { state: 'sending', upload: '/v1/attachments/a', sent: 500 })
    expect(unwrap(ledger.dropAttachment(one, caseId(3)))).toBe(false)
    expect(ledger.verify()).toBeNull()

    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    db.exec('PRAGMA foreign_keys = OFF')
    db.change<[string]>(`DELETE FROM ${table} WHERE hash = ?`).run(two)
    db.close()

    expect(ledger.verify()).toMatchObject({ chain: 'records' })
    expect(ledger.attachment(one)?.state).toBe('sending')
  })
})
