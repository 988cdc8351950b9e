import { describe, expect, it } from 'vitest'
import { emptyForm } from '#shared/contracts/intake.contract.ts'
import type { DraftForm } from '#shared/contracts/intake.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { MOST_FILES } from '#shared/domain/case/case-row.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import type { CaseNo, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { refuse, unwrap } from '#shared/kernel/result.ts'
import { aDraft as aStoredDraft } from '#tests/builders/a-command.ts'
import { aDraft } from '#tests/builders/a-draft.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'
import { hallSettings } from '#tests/builders/hall-settings.ts'
import { caseId } from '#tests/builders/ids.ts'
import { callerHistory, CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import { openHidden, Sealer } from '../personal/index.ts'
import { Reference } from '../reference/index.ts'
import { mergeDraft, submitDraft } from './submit.ts'

const session: SignedIn = {
  ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor'] },
  ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
}

/** A seat on its own ledger and cache, in a hall with this area code. */
function aDesk(areaCode: string | undefined) {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  platform.put('settings', 'hall', { ...hallSettings, ...(areaCode === undefined ? {} : { areaCode }) })
  seat.read(platform)
  const hall = {
    ...{ seat: '1' as SeatId, db: { ledger: seat.ledger, cache: seat.reader }, random: systemRandom },
    clock: { now: () => MONDAY_NINE, monotonicMs: () => 0 },
    time: { now: () => MONDAY_NINE, doubtful: false },
    signals: { raise: () => undefined, listen: () => () => undefined },
    sealer: new Sealer({ id: 'k', key: Buffer.alloc(32, 9) }),
    link: {
      isOffline: true,
      commandsAdded: (added: Parameters<TestSeat['writer']['overlay']>[0]) => seat.writer.overlay(added),
      status: () => ({ waiting: 0 }),
    },
  } as unknown as Hall
  const writer = new CommandWriter(hall, new Reference(hall.db.cache, hall.signals))
  let calls = 0
  const callFrom = async (reporterPhone: string): Promise<void> => {
    calls += 1
    const form = { ...emptyForm, reporterPhone, classCode: 'C0101', description: '井盖裂了', lng: 116.95, lat: 31.46 }
    const draft = aDraft(form, { caseId: caseId(calls), no: `341523202611160000${String(calls)}` as CaseNo })
    unwrap(await submitDraft(hall, writer, draft, form, 'report', session))
  }
  const merge = (call: Partial<DraftForm>, into: number) =>
    mergeDraft(hall, writer, begun, { ...emptyForm, description: '井盖裂了', ...call }, caseId(into), session)
  const begun = aStoredDraft(1)
  seat.ledger.saveDraft(begun)
  const lastOf = (of: number) => seat.reader.caseById(caseId(of))?.flow.at(-1)
  /** A photograph taken in for the call that is begun, as from a window that has not saved its form since. */
  const photograph = (n: number) => {
    const kind = { mime: 'image/jpeg', size: 3, use: 'report' as const }
    const file = { hash: String(n).padStart(64, '0'), name: `井盖 ${String(n)}.jpg`, ...kind }
    unwrap(seat.ledger.stageAttachment({ ...file, caseId: begun.caseId, stagedAt: MONDAY_NINE + n }))
    return file
  }
  const submit = (call: Partial<DraftForm> = {}) => {
    const form = { ...emptyForm, classCode: 'C0101', description: '井盖裂了', lng: 116.95, lat: 31.46, ...call }
    const { id, caseId: of } = begun
    const draft = aDraft(form, { id, caseId: of, no: '3415232026111600099' as CaseNo })
    return submitDraft(hall, writer, draft, form, 'report', session)
  }
  const historyOf = async (phone: string) => (await callerHistory(hall, phone, 5)).total
  return { seat, submit, photograph, hall, merge, begun, lastOf, callFrom, historyOf }
}

describe('a caller from a landline of the hall’s own town', () => {
  it('has one history, told with the area code or without', async () => {
    const { callFrom, historyOf } = aDesk('0564')

    for (const phone of ['8612312', '0564-8612312', '（0564）861 2312', '0551-8612312']) await callFrom(phone)

    expect(await Promise.all(['8612312', '05648612312', '055186123120', '0551-8612312'].map(historyOf))).toEqual([3, 3, 0, 1])
  })

  it('has one for each way of telling it where the hall’s settings name no area code', async () => {
    const { callFrom, historyOf } = aDesk(undefined)

    await callFrom('8612312')

    expect([await historyOf('8612312'), await historyOf('0564-8612312')]).toEqual([1, 0])
  })
})

describe('a call that becomes a case', () => {
  it('is over in the same moment: a machine that stops just then does not offer it again', async () => {
    const { hall, submit, begun } = aDesk(undefined)
    const stops = () => Promise.reject(new Error('the power is gone'))
    Object.assign(hall.link, { commandsAdded: stops })

    await expect(submit()).rejects.toThrow('the power is gone')

    expect(await hall.db.ledger.lastS()).toBe(1)
    expect(await hall.db.ledger.draft(begun.id)).toEqual({ ...begun, state: 'done', rev: begun.rev + 1 })
  })
})

describe('a call merged into a case', () => {
  it('is over in the same moment: a machine that stops just then does not offer it again', async () => {
    const { hall, merge, begun, callFrom } = aDesk(undefined)
    await callFrom('13812346021')
    const stops = () => Promise.reject(new Error('the power is gone'))
    Object.assign(hall.link, { commandsAdded: stops })

    await expect(merge({}, 1)).rejects.toThrow('the power is gone')

    expect(await hall.db.ledger.lastS()).toBe(2)
    expect(await hall.db.ledger.draft(begun.id)).toEqual({ ...begun, state: 'done', rev: begun.rev + 1 })
  })

  const call = { reporterName: '张建国', reporterPhone: '13812346021', wantsCallBack: true, address: '梅河路 3 号对面' }

  it('leaves number, wish and place in the note, the number masked there and sealed beside it', async () => {
    const { hall, callFrom, merge, lastOf } = aDesk('0564')
    await callFrom('8612312')

    unwrap(await merge(call, 1))

    const note = lastOf(1)
    expect(note).toMatchObject({ action: 'note', words: '井盖裂了\n来电人 张**，电话 138****6021，需要回访，位置 梅河路 3 号对面' })
    const [sealed] = note?.hidden ?? []
    expect(unwrap(openHidden(sealed!, caseId(1), hall.sealer)).map(({ plain }) => plain)).toEqual(['13812346021'])
  })

  it('is refused when the note would be longer than a note can be', async () => {
    const { callFrom, merge } = aDesk('0564')
    await callFrom('8612312')

    expect(await merge({ ...call, description: '裂'.repeat(1990) }, 1)).toMatchObject({ ok: false, error: { code: 'too-large' } })
  })
})

describe('a photograph of a call that its window has not named yet', () => {
  const namedIn = (seat: TestSeat) =>
    seat.ledger.since(0, 100).flatMap(({ command: { body } }) =>
      body.action === 'report' ? body.args.attachments : body.action === 'attach' ? [body.args.attachment] : [])

  it('goes into the case all the same, after those that it has named', async () => {
    const { seat, submit, photograph, begun } = aDesk(undefined)
    const [first, second] = [photograph(1), photograph(2)]

    unwrap(await submit({ attachments: [second] }))

    expect(namedIn(seat)).toEqual([second, first])
    expect(seat.ledger.attachmentsOfCase(begun.caseId).every(({ uses }) => uses[0]?.commandId !== null)).toBe(true)
  })

  it('goes along into the case that the call is merged into', async () => {
    const { seat, merge, photograph, callFrom } = aDesk(undefined)
    await callFrom('13812346021')
    const file = photograph(1)

    unwrap(await merge({}, 1))

    expect(namedIn(seat)).toEqual([file])
  })

  it('is not left out where there are more than a report may name: the whole is refused, and says so', async () => {
    const { seat, submit, photograph } = aDesk(undefined)
    for (let n = 1; n <= MOST_FILES + 1; n += 1) photograph(n)

    expect(await submit()).toEqual(refuse('too-many-files', '51 > 50'))
    expect(seat.ledger.lastS()).toBe(0)
  })
})
