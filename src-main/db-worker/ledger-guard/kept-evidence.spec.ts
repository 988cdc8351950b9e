import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DraftId, PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import { aCommand, aDraft, aReport } from '#tests/builders/a-command.ts'
import { aFileMachine } from '#tests/builders/a-file-machine.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { act, guardOf } from '#tests/builders/damaged-places.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'

const NOW = Date.UTC(2026, 10, 22, 4)
const owner = '1001' as PersonId
const [unknownHash, draftHash] = ['7'.repeat(64), '8'.repeat(64)] as const

const attachment = (hash: string) => ({ hash, size: 900, mime: 'image/png', name: '井盖.png', use: 'report' as const })
const staged = (hash: string, of = 1) => ({ ...attachment(hash), caseId: caseId(of), stagedAt: NOW })

/** A folder with a file that lies sealed in the machine's store, and no word of it in the ledger yet. */
async function aFolderWithAFile(): Promise<{ dataDir: string; hash: string }> {
  const dataDir = aDataFolder()
  const machine = await aFileMachine(dataDir)
  const hash = await machine.put()
  await machine.close()
  return { dataDir, hash }
}

/** Page `n` of the ledger, from 1, reads as nothing any more. */
function losePage(dataDir: string, n: number): void {
  const file = join(dataDir, 'ledger.db')
  writeFileSync(file, readFileSync(file).fill('x', (n - 1) * 4_096, n * 4_096))
}

function pageOf(dataDir: string, table: string): number {
  const db = openForReading(join(dataDir, 'ledger.db'))
  const page = db.pluck<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)
  db.close()
  return page!
}

const backUp = (dataDir: string): unknown => unwrap(guardOf(dataDir).backup(NOW))

function restoreNewest(dataDir: string) {
  const guard = guardOf(dataDir)
  const base = { from: 'backup', name: guard.inspect().backups[0]!.name } as const
  const entry = { person: null, post: 'shift-leader', detail: null }
  unwrap(guard.rebuild({ base, now: NOW, known: { s: 0, auditN: 0, lanes: [] }, entry }))
  const ledger = aLedger({ dataDir })
  expect(ledger.verify()).toBeNull()
  return ledger
}

describe('evidence after a recovery', () => {
  it.each([
    ['the list of tables', () => 1],
    ['the counter', (dataDir: string) => pageOf(dataDir, 'guard')],
  ])('is sent where it was staged and reported since the last backup and %s is lost', async (_what, page) => {
    const { dataDir, hash } = await aFolderWithAFile()
    const before = aLedger({ dataDir })
    act(before, 2, 2)
    backUp(dataDir)
    before.stageAttachment(staged(hash))
    unwrap(before.append([aReport(1, 1, { attachments: [attachment(hash)] })], null))
    before.close()
    losePage(dataDir, page(dataDir))

    const ledger = restoreNewest(dataDir)

    expect(ledger.sendableAttachments(10)).toMatchObject([
      { hash, size: 900, mime: 'image/png', state: 'staged', uses: [{ caseId: caseId(1), name: '井盖.png', commandId: cmdId(1) }] },
    ])
  })

  it('is sent, and never taken for a stray, where the backup lies between staging and report', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    before.stageAttachment(staged(unknownHash))
    backUp(dataDir)
    unwrap(before.append([aReport(1, 1), aCommand(2, 'attach', 1, { base: null }, { attachment: attachment(unknownHash) })], null))
    before.close()
    losePage(dataDir, 1)

    const ledger = restoreNewest(dataDir)

    expect(ledger.attachment(unknownHash)?.uses[0]?.commandId).toBe(cmdId(2))
    expect(ledger.strayAttachments(NOW + 1)).toEqual([])
    expect(ledger.dropAttachment(unknownHash, caseId(1))).toMatchObject({ ok: false, error: { code: 'file-in-use' } })
  })

  it('that does not lie here is not looked for', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    backUp(dataDir)
    unwrap(before.append([aReport(1, 1, { attachments: [attachment(unknownHash)] })], null))
    before.close()
    losePage(dataDir, 1)

    expect(restoreNewest(dataDir).openAttachments()).toEqual([])
  })

  it('of a form that is not sent yet stays with it where only the counter is lost', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    backUp(dataDir)
    before.saveDraft(aDraft(1))
    before.stageAttachment(staged(draftHash, 901))
    before.close()
    losePage(dataDir, pageOf(dataDir, 'guard'))

    expect(restoreNewest(dataDir).attachmentsOfCase(caseId(901))).toMatchObject([{ hash: draftHash, state: 'staged' }])
  })
})

describe('drafts after a recovery', () => {
  it('are there in their newest form where the list of tables is lost', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    before.saveDraft(aDraft(1))
    backUp(dataDir)
    before.saveDraft(aDraft(1, { rev: 2, sealed: `s1.k.${'y'.repeat(9_000)}` }))
    before.saveDraft(aDraft(2))
    before.saveDraft(aDraft(3))
    before.saveDraft(aDraft(3, { rev: 2, state: 'discarded' }))
    before.close()
    losePage(dataDir, 1)

    const ledger = restoreNewest(dataDir)

    expect(ledger.drafts(owner)).toEqual([aDraft(1, { rev: 2, sealed: `s1.k.${'y'.repeat(9_000)}` }), aDraft(2)])
    expect(ledger.draft(aDraft(3).id)?.state).toBe('discarded')
  })

  it('are not taken where their marks do not hold: they count among the suspect rows', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    backUp(dataDir)
    before.saveDraft(aDraft(1, { title: 'C0101' }))
    before.close()
    const file = join(dataDir, 'ledger.db')
    writeFileSync(file, readFileSync(file, 'latin1').replaceAll('C0101', 'C0109'), 'latin1')

    expect(guardOf(dataDir).inspect().salvageable.suspects).toBe(1)
    expect(restoreNewest(dataDir).drafts(owner)).toEqual([])
  })

  it('of a step are over, without their words, where the act they became stands, and no others are', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    const act = aCommand(2, 'note', 1, { base: null })
    const stepOf = (of: number, action: string, savedAt: number) =>
      aDraft(of, { id: `act:${caseId(of)}:${owner}:${action}` as DraftId, caseId: caseId(of), savedAt })
    const [done, other, later] = [stepOf(1, 'note', act.at - 1), stepOf(1, 'close', act.at - 1), stepOf(2, 'note', act.at + 9_000)]
    for (const step of [done, other, later]) before.saveDraft(step)
    backUp(dataDir)
    unwrap(before.append([aReport(1, 1), act, aReport(3, 2), aCommand(4, 'note', 2, { base: null })], null))
    before.close()
    losePage(dataDir, 1)

    const ledger = restoreNewest(dataDir)

    expect(ledger.draft(done.id)).toMatchObject({ state: 'done', sealed: '' })
    expect([other, later].map(({ id }) => ledger.draft(id))).toEqual([other, later])
  })

  it('are over where the case they became stands', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    before.saveDraft(aDraft(1, { caseId: caseId(1) }))
    backUp(dataDir)
    act(before, 1, 1)
    before.close()
    losePage(dataDir, 1)

    const ledger = restoreNewest(dataDir)

    expect(ledger.drafts(owner)).toEqual([])
    expect(ledger.draft(aDraft(1).id)?.state).toBe('done')
  })
})
