import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyForm } from '#shared/contracts/intake.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { MOST_CASE_FILES } from '#shared/domain/case/case-row.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import { CaseId, DraftId } from '#shared/kernel/ids.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { refuse, unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { anOfflineHall } from '#tests/builders/an-offline-hall.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'
import { aPicture } from '#tests/builders/a-picture.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { AttachmentClient } from '../../link/attachment-client.ts'
import { AttachmentService, attachmentsHandlers } from '../attachments/index.ts'
import { CommandWriter } from '../cases/index.ts'
import { Reference } from '../reference/index.ts'
import { intakeHandlers } from './handlers.ts'

const session: SignedIn = {
  ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor', 'shift-leader'] },
  ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
}
const context = { caller: 'seat' as const, pane: null, isNewest: true, session }
const photograph = (n: number): Attachment =>
  ({ hash: String(n).padStart(64, '0'), name: `井盖 ${String(n)}.jpg`, mime: 'image/jpeg', size: 3, use: 'report' })

/** A seat with one case of so many files, whose windows attach, report and take back. */
async function aDesk(files = 0) {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  seat.do(aReport(1))
  for (let n = 1; n <= files; n += 1) seat.do(aCommand(100 + n, 'attach', 1, { base: null }, { attachment: photograph(n) }))
  seat.read(platform)
  seat.ledger.addBlocks([{ day: '20261116', district: '341523', from: 1, to: 9 }])
  const hall = anOfflineHall(seat, { now: () => MONDAY_NINE, monotonicMs: () => 0 })
  Object.assign(hall.link, { platformLife: null })
  const dataDir = aDataFolder()
  const service = await AttachmentService.open(hall, {
    ...{ dataDir, deviceKey: systemRandom.bytes(32), servesPlayers: false, onFailure: () => undefined },
    client: new AttachmentClient('http://127.0.0.1:9', 'token'),
  })
  onTestFinished(() => service.stop())
  const reference = new Reference(hall.db.cache, hall.signals)
  const writer = new CommandWriter(hall, reference)
  const stage = (n: number, of: CaseId): Attachment => {
    unwrap(seat.ledger.stageAttachment({ ...photograph(n), caseId: of, stagedAt: MONDAY_NINE + n }))
    return photograph(n)
  }
  return {
    ...{ seat, stage, incoming: join(dataDir, 'attachments', 'incoming'), attachments: attachmentsHandlers(hall, service, writer) },
    intake: intakeHandlers(hall, reference, writer, service),
  }
}

const form = { ...emptyForm, classCode: 'C0101', description: '井盖裂了', lng: 116.95, lat: 31.46 }

/** A photograph that one window hands over for a draft, whole but for its last word. */
async function onItsWay({ attachments }: Pick<Awaited<ReturnType<typeof aDesk>>, 'attachments'>, of: CaseId, bytes = aPicture()): Promise<string> {
  const announced = { caseId: of, name: '井盖.png', size: bytes.length, use: 'report' as const, forDraft: true }
  const { upload } = unwrap(await attachments.begin(announced, context))
  unwrap(await attachments.append({ upload, offset: 0, bytes }, context))
  return upload
}

describe('a photograph whose draft ends in another window while it is on its way', () => {
  it('joins the case that the draft became', async () => {
    const { seat, attachments, intake } = await aDesk()
    const draft = unwrap(await intake.open({ callerPhone: null }, context))
    const begun = CaseId.parse(draft.caseId)
    const upload = await onItsWay({ attachments }, begun)
    unwrap(await intake.submit({ id: DraftId.parse(draft.id), form, rev: draft.rev, upTo: 'report' }, context))

    const { hash } = unwrap(await attachments.finish({ upload }, context))

    expect(seat.reader.caseById(begun)?.row.attachments.map((one) => one.hash)).toEqual([hash])
  })

  it('is added once where it is handed over once more because the answer was lost', async () => {
    const { seat, attachments, intake } = await aDesk()
    const draft = unwrap(await intake.open({ callerPhone: null }, context))
    const begun = CaseId.parse(draft.caseId)
    const bytes = aPicture()
    const uploads = [await onItsWay({ attachments }, begun, bytes), await onItsWay({ attachments }, begun, bytes)]
    unwrap(await intake.submit({ id: DraftId.parse(draft.id), form, rev: draft.rev, upTo: 'report' }, context))

    for (const upload of uploads) unwrap(await attachments.finish({ upload }, context))

    expect(seat.reader.caseById(begun)?.flow.map(({ action }) => action)).toEqual(['report', 'attach'])
  })

  it('joins it also where it is begun only then, as the next of several is and one that a crash has cut short', async () => {
    const { seat, attachments, intake } = await aDesk()
    const draft = unwrap(await intake.open({ callerPhone: null }, context))
    const begun = CaseId.parse(draft.caseId)
    unwrap(await intake.submit({ id: DraftId.parse(draft.id), form, rev: draft.rev, upTo: 'report' }, context))

    const { hash } = unwrap(await attachments.finish({ upload: await onItsWay({ attachments }, begun) }, context))

    expect(seat.reader.caseById(begun)?.row.attachments.map((one) => one.hash)).toEqual([hash])
  })

  it('is refused where the draft has become no case, and nothing of it stays', async () => {
    const { seat, attachments, intake } = await aDesk()
    const draft = unwrap(await intake.open({ callerPhone: null }, context))
    const upload = await onItsWay({ attachments }, CaseId.parse(draft.caseId))
    unwrap(await intake.mergeInto({ id: DraftId.parse(draft.id), form, rev: draft.rev, caseId: caseId(1) }, context))

    expect(await attachments.finish({ upload }, context)).toEqual(refuse('draft-over'))

    expect(seat.ledger.attachmentsOfCase(CaseId.parse(draft.caseId))).toEqual([])
    expect(seat.reader.caseById(caseId(1))?.row.attachments).toEqual([])
    const next = { caseId: CaseId.parse(draft.caseId), name: '井盖 2.png', size: 3, use: 'report' as const, forDraft: true }
    expect(await attachments.begin(next, context)).toEqual(refuse('draft-over'))
  })
})

describe('a photograph that has come whole while the cache cannot be read', () => {
  it('leaves nothing on the disk', async () => {
    const { seat, incoming, attachments, intake } = await aDesk()
    const draft = unwrap(await intake.open({ callerPhone: null }, context))
    const upload = await onItsWay({ attachments }, CaseId.parse(draft.caseId))
    Object.assign(seat.reader, { caseById: () => {
      throw new Error('damaged')
    } })

    await expect(attachments.finish({ upload }, context)).rejects.toThrow('damaged')

    expect(readdirSync(incoming)).toEqual([])
  })
})

describe('a file that is named once more because the answer was lost', () => {
  it('is named once', async () => {
    const { seat, stage, attachments } = await aDesk()
    const asked = { id: cmdId(900), caseId: caseId(1), hash: stage(1, caseId(1)).hash }

    const [first, again] = [await attachments.attach(asked, context), await attachments.attach(asked, context)]

    expect(again).toEqual(first)
    expect(seat.reader.caseById(caseId(1))?.flow.map(({ action }) => action)).toEqual(['report', 'attach'])
  })
})

describe('words that are typed while the disk takes a file of another window', () => {
  it('are saved at once although the draft is on its way, too', async () => {
    const { seat, attachments, intake } = await aDesk()
    const sent = unwrap(await intake.open({ callerPhone: null }, context))
    const typed = unwrap(await intake.open({ callerPhone: null }, context))
    const upload = await onItsWay({ attachments }, CaseId.parse(sent.caseId))
    const slow = Promise.withResolvers<null>()
    const stageNow = seat.ledger.stageAttachment.bind(seat.ledger)
    Object.assign(seat.ledger, { stageAttachment: async (file: Parameters<typeof stageNow>[0]) => {
      await slow.promise
      return stageNow(file)
    } })

    const file = attachments.finish({ upload }, context)
    const report = intake.submit({ id: DraftId.parse(sent.id), form, rev: sent.rev, upTo: 'report' }, context)
    const save = await intake.save({ id: DraftId.parse(typed.id), form, caret: typed.caret, rev: typed.rev }, context)
    slow.resolve(null)

    expect([save.ok, (await file).ok, (await report).ok]).toEqual([true, true, true])
  })
})

describe('two windows at once', () => {
  it('attach no more to a case than there is room for', async () => {
    const { seat, stage, attachments } = await aDesk(MOST_CASE_FILES - 1)
    const hashes = [201, 202].map((n) => stage(n, caseId(1)).hash)

    const saved = await Promise.all(hashes.map((hash) => attachments.attach({ caseId: caseId(1), hash }, context)))

    expect(saved.map((one) => one.ok || one.error.code)).toEqual([true, 'too-large'])
    expect(seat.reader.caseById(caseId(1))?.row.attachments).toHaveLength(MOST_CASE_FILES)
  })

  it.each([['report', 'append'], ['merge', 'stageAttachment']] as const)('do not take back what the other’s call is about to name: %s', async (way, last) => {
    const { seat, stage, attachments, intake } = await aDesk()
    const { id, caseId: of, rev } = unwrap(await intake.open({ callerPhone: null }, context))
    const begun = CaseId.parse(of)
    const file = stage(1, begun)
    const next = seat.ledger[last].bind(seat.ledger) as (...given: unknown[]) => unknown
    let removal: Promise<unknown> = Promise.resolve()
    let held: Attachment['hash'][] = []
    // The other window's hand, and then as long as a busy disk takes.
    Object.assign(seat.ledger, { [last]: async (...given: unknown[]) => {
      removal = attachments.remove({ caseId: begun, hash: file.hash }, context)
      for (let turn = 0; turn < 20; turn += 1) await setImmediate()
      held = seat.ledger.attachmentsOfCase(begun).map(({ hash }) => hash)
      return next(...given)
    } })
    const ask = { id: DraftId.parse(id), form: { ...form, attachments: [file] }, rev }

    unwrap(await (way === 'report' ? intake.submit({ ...ask, upTo: way }, context) : intake.mergeInto({ ...ask, caseId: caseId(1) }, context)))
    await removal

    expect(held).toEqual([file.hash])
  })
})
