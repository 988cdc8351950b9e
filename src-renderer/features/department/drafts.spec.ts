import { describe, expect, it } from 'vitest'
import { fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import { emptyDraft } from './draft.ts'
import { DraftShelf } from './draft-shelf.ts'
import { useDrafts } from './drafts.store.ts'
import { MemoryStorage } from './memory-storage.ts'
import { stepChoices } from './step-choice.ts'

const caseId: string = handledCase().id

describe('what a worker has typed', () => {
  it('is there after a reload, with every keystroke', () => {
    const world = fakeDepartment()
    for (const words of ['已', '已更', '已更换']) useDrafts().setWords(caseId, 'answer', words)

    world.reload()

    expect(useDrafts().of(caseId).words.answer).toBe('已更换')
  })

  it('is another person\'s to read never, and no rubbish of others is read as a draft', () => {
    const storage = new MemoryStorage()
    new DraftShelf(storage, '3002').keep(caseId, { ...emptyDraft(), words: { ...emptyDraft().words, note: '只给自己看' } })
    storage.setItem(`department.draft.3003.${caseId}`, '{"words":')
    storage.setItem('department.draft.3003.other', '{"words":{"answer":5}}')

    const other = new DraftShelf(storage, '3003')

    expect([other.read(caseId), other.read('other'), new DraftShelf(storage, '300').read(`2.${caseId}`)]).toEqual([undefined, undefined, undefined])
    expect(new DraftShelf(storage, '3002').cases()).toEqual([caseId])
  })

  it('that this machine cannot keep is said to be so', () => {
    const full = new MemoryStorage()
    full.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }

    expect(new DraftShelf(full, '3002').keep(caseId, { ...emptyDraft(), words: { ...emptyDraft().words, note: 'x' } })).toBe(false)
  })
})

describe('the steps of a department', () => {
  const row = handledCase()
  const now = row.lastActAt

  it('are four while the case is with it, and only a note where somebody else acts', () => {
    expect(stepChoices(row, 'water', now).map(({ step }) => step)).toEqual(['answer', 'return', 'request-extension', 'note'])
    expect(stepChoices({ ...row, state: 'answered' }, 'water', now).map(({ step }) => step)).toEqual(['note'])
    expect(stepChoices(row, 'roads', now)).toEqual([])
  })

  it('say why more time cannot be asked for: overdue, asked already, twice had', () => {
    const why = (over: Partial<typeof row>, at = now) => stepChoices({ ...row, ...over }, 'water', at).find(({ step }) => step === 'request-extension')?.refusedBy

    expect([why({}), why({}, (row.dueAt ?? 0) + 1), why({ extensionAsked: true }), why({ extensions: 2 })]).toEqual([
      null, 'handling-in-time', 'extension-not-asked', 'extensions-left',
    ])
  })
})
