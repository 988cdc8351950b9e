import { encode } from '@msgpack/msgpack'
import { describe, expect, it } from 'vitest'
import { Draft, DraftForm, emptyForm } from '#shared/contracts/intake.contract.ts'
import { MAX_UP_BYTES } from '#shared/contracts/frames.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { refuse, unwrap } from '#shared/kernel/result.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import { Sealer } from '../personal/index.ts'
import { Drafts } from './drafts.ts'
import { submitDraft } from './submit.ts'

const session: SignedIn = {
  ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor'] },
  ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
}

const block = { day: '20261116', district: '341523', from: 1, to: 9 }

/** A desk over a real ledger; `disk.hasRoom` is the disk's. */
function aDesk(blocks = [block]) {
  const ledger = aLedger()
  ledger.addBlocks(blocks)
  const disk = { hasRoom: true }
  const time = { at: MONDAY_NINE, lastKnown: MONDAY_NINE, now: () => time.at }
  const hall = {
    ...{ db: { ledger, cache: { hallSettings: async () => null } }, random: systemRandom },
    clock: { now: () => MONDAY_NINE, monotonicMs: () => 0 },
    ...{ time, signals: { raise: () => undefined } },
    ...{ sealer: new Sealer({ id: 'k', key: Buffer.alloc(32, 9) }), hasRoom: async () => disk.hasRoom },
  } as unknown as Hall
  return { hall, ledger, disk, time, drafts: new Drafts(hall) }
}

describe('a call that comes in while the disk is full', () => {
  it('gets no form that could not be kept, and costs no number', async () => {
    const { ledger, disk, drafts } = aDesk()
    disk.hasRoom = false

    const refused = await drafts.open(session, '13812345678', 480)

    expect(refused).toEqual(refuse('no-room-for-new'))
    expect(ledger.numbersLeft('20261116')).toMatchObject([{ left: 9 }])
    disk.hasRoom = true
    expect(unwrap(await drafts.open(session, null, 480)).no).toBe('3415232026111600001')
  })

  it('does not keep anybody from going on with what is open', async () => {
    const { disk, drafts } = aDesk()
    const draft = unwrap(await drafts.open(session, null, 480))
    disk.hasRoom = false

    const saved = await drafts.save(session, draft.id, { ...emptyForm, description: '井盖裂了' }, null, draft.rev)

    expect(saved.ok).toBe(true)
    expect(unwrap(await drafts.load(session, draft.id)).form.description).toBe('井盖裂了')
  })
})

describe('a call that comes in when the seat has used up its numbers', () => {
  it.each([
    ['of the same day, once there are some again', '20261116', 0, '3415232026111600010'],
    ['of the day on which they come, when its own is over', '20261118', 2 * 86_400_000, '3415232026111800010'],
  ] as const)('gets a number %s', async (_, day, laterMs, no) => {
    const { ledger, time, drafts } = aDesk()
    while (ledger.takeNumber('20261116') !== null);
    const draft = unwrap(await drafts.open(session, null, 480))
    expect(unwrap(await drafts.load(session, draft.id)).no).toBeNull()
    time.at += laterMs
    time.lastKnown = time.at

    ledger.addBlocks([{ day, district: '341523', from: 10, to: 12 }])

    expect(unwrap(await drafts.load(session, draft.id)).no).toBe(no)
    expect(unwrap(await drafts.load(session, draft.id)).no).toBe(no)
  })
})

/** Every text of the form as long as its contract lets it be, and as many files as it may have. */
function fullForm(text: (most: number) => string): DraftForm {
  const { attachments, ...fields } = DraftForm.shape
  const mostOf = (field: object): number => ('maxLength' in field ? Number(field.maxLength) : 0)
  const texts = Object.entries(fields).filter(([, field]) => mostOf(field) > 0)
  const { name, mime } = attachments.element.shape
  return DraftForm.parse({
    ...emptyForm,
    ...{ lng: -179.123_456_789_012_3, lat: -89.123_456_789_012_3, foundAt: 253_402_300_799_999 },
    ...Object.fromEntries(texts.map(([key, field]) => [key, text(mostOf(field))])),
    attachments: Array.from({ length: 50 }, () => ({
      ...{ hash: 'f'.repeat(64), name: text(mostOf(name)), mime: text(mostOf(mime)), size: Number.MAX_SAFE_INTEGER },
      use: 'recording',
    })),
  })
}

describe('a form within its own limits', () => {
  it.each([
    ['in Chinese', '井'],
    ['of characters that take the most room', '\u0001'],
  ])('is kept and given back %s, however full it is', async (_, character) => {
    const { ledger, drafts } = aDesk()
    const form = fullForm((most) => character.repeat(most))
    const draft = unwrap(await drafts.open(session, null, 480))
    const caret = { field: character.repeat(40), start: 4000, end: 4000 }

    const saved = unwrap(await drafts.save(session, draft.id, form, caret, draft.rev))

    const { description, notDuplicateBecause, attachments } = form
    expect([description.length, notDuplicateBecause.length, attachments[0]?.name.length]).toEqual([4000, 2000, 200])
    const found = unwrap(await drafts.load(session, draft.id))
    expect(found).toEqual(saved)
    expect(Draft.parse(found).form).toEqual(form)
    unwrap(await drafts.discard(session, draft.id, saved.rev))
    expect(unwrap(await drafts.restore(session, draft.id)).form).toEqual(form)
    expect(ledger.verify()).toBeNull()
    // It comes in one frame.
    expect(encode({ form }).byteLength).toBeLessThan(MAX_UP_BYTES / 2)
  })
})

describe('a number that was given to a draft', () => {
  it('stays, though two windows ask for one at once and a third saves what it had before', async () => {
    const { ledger, drafts } = aDesk()
    while (ledger.takeNumber('20261116') !== null);
    const draft = unwrap(await drafts.open(session, null, 480))
    const [before] = await drafts.list(session)
    ledger.addBlocks([{ day: '20261116', district: '341523', from: 10, to: 12 }])

    const told = await Promise.all([drafts.load(session, draft.id), drafts.load(session, draft.id)])
    ledger.saveDraft({ ...before!, rev: before!.rev + 1 })

    const numbers = [...told, await drafts.load(session, draft.id)].map((one) => unwrap(one).no)
    expect(new Set(numbers)).toEqual(new Set(['3415232026111600010']))
  })
})

describe('a call that comes in when the seat has no numbers left and the platform is away', () => {
  const nobody = { write: () => Promise.reject(new Error('nothing may be written')) } as unknown as CommandWriter

  it('is kept as a draft; whoever would make a case of it is told why and what to do, and nothing is half-written', async () => {
    const { hall, ledger, drafts } = aDesk([])
    const draft = unwrap(await drafts.open(session, '13812345678', 480))

    const refused = await submitDraft(hall, nobody, draft, { ...emptyForm, description: '井盖裂了' }, 'report', session)

    expect([draft.no, refused]).toEqual([null, refuse('numbers-exhausted')])
    expect(errorCatalogue['numbers-exhausted']).toMatchObject({ zh: '本席可用案卷号用完', nextZh: '恢复连接后自动补号，可先存草稿' })
    expect(ledger.lastS()).toBe(0)
    expect(unwrap(await drafts.load(session, draft.id))).toEqual(draft)
  })

  it('never gets the number of another that comes in at the same moment', async () => {
    const { drafts } = aDesk()

    const opened = await Promise.all(Array.from({ length: 12 }, () => drafts.open(session, null, 480)))

    const numbers = opened.map((draft) => unwrap(draft).no).filter((no) => no !== null)
    expect(numbers).toHaveLength(9)
    expect(new Set(numbers).size).toBe(9)
  })
})

describe('a seat that starts without the platform and under a clock that is years ahead', () => {
  const tomorrow = { ...block, day: '20261117' }

  it('tells numbers of the last day the platform spoke of, then of those leased after it, each once', async () => {
    const { time, drafts } = aDesk([{ ...block, to: 2 }, { ...tomorrow, to: 1 }])
    time.at += 3 * 365 * 86_400_000

    const opened = [1, 2, 3, 4].map(() => drafts.open(session, null, 480))

    const numbers = (await Promise.all(opened)).map((draft) => unwrap(draft).no)
    expect(numbers).toEqual(['3415232026111600001', '3415232026111600002', '3415232026111700001', null])
  })

  it('gives none of a day that is over: those stay unused', async () => {
    const { time, drafts } = aDesk([{ ...block, day: '20261115' }])
    time.at += 3 * 365 * 86_400_000

    expect(unwrap(await drafts.open(session, null, 480)).no).toBeNull()
  })

  it('borrows from no other day while its own is leased, though used up', async () => {
    const { ledger, drafts } = aDesk([{ ...block, to: 1 }, tomorrow])
    ledger.takeNumber('20261116')

    expect(unwrap(await drafts.open(session, null, 480)).no).toBeNull()
  })
})
