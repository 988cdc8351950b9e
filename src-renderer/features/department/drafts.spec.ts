import { describe, expect, it } from 'vitest'
import { computed } from 'vue'
import { accepted, fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import { useDelivery } from './delivery.store.ts'
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

describe('two windows of one browser on one case', () => {
  const key = `department.draft.3002.${caseId}`
  const told = (): boolean => window.dispatchEvent(new StorageEvent('storage', { key }))
  const kept = (storage: Storage): unknown => new DraftShelf(storage, '3002').read(caseId)?.words

  function twoWindows() {
    const world = fakeDepartment()
    const first = { drafts: useDrafts(), delivery: useDelivery() }
    world.reload()
    return { world, first, second: { drafts: useDrafts(), delivery: useDelivery() } }
  }

  it('write only what each has changed, whichever was opened first', () => {
    const { first, second } = twoWindows()
    second.drafts.setWords(caseId, 'note', '备注')
    first.drafts.setWords(caseId, 'answer', '已更换')

    second.drafts.change(caseId, { open: 'note' })
    second.drafts.setWords(caseId, 'note', '备注，改过')

    expect(first.drafts.refresh(caseId).words).toMatchObject({ answer: '已更换', note: '备注，改过' })
    expect([first.drafts.of(caseId).open, second.drafts.of(caseId).open]).toEqual([null, 'note'])
  })

  it('show each other\'s words as they are typed', () => {
    const { first, second } = twoWindows()
    const seen = computed(() => second.drafts.of(caseId).words.answer)
    expect(seen.value).toBe('')

    first.drafts.setWords(caseId, 'answer', '已更换')
    told()

    expect(seen.value).toBe('已更换')
  })

  it('give up what the other one has settled, and nothing that only cannot be read', () => {
    const { world, first } = twoWindows()
    first.drafts.setWords(caseId, 'answer', '已更换')
    world.storage.setItem(key, '{"words":{"answer":5}}')
    told()
    expect(first.drafts.of(caseId).words.answer).toBe('已更换')

    first.drafts.setWords(caseId, 'note', '备注')
    expect(kept(world.storage)).toMatchObject({ answer: '已更换', note: '备注' })
    world.storage.removeItem(key)
    told()

    expect(first.drafts.of(caseId).words).toMatchObject({ answer: '', note: '' })
  })

  it('keep what is in hand when everything is cleared away, and write it again with the next word', () => {
    const { world, first, second } = twoWindows()
    first.drafts.setWords(caseId, 'answer', '已更换')
    second.drafts.refresh(caseId)
    world.storage.clear()
    window.dispatchEvent(new StorageEvent('storage', { key: null }))
    expect(first.drafts.refresh(caseId).words.answer).toBe('已更换')

    first.drafts.setWords(caseId, 'note', '备注')
    told()

    expect(kept(world.storage)).toMatchObject({ answer: '已更换', note: '备注' })
    expect(second.drafts.of(caseId).words).toMatchObject({ answer: '已更换', note: '备注' })
    world.storage.removeItem(key)
    told()
    expect(first.drafts.of(caseId).words.answer).toBe('')
  })

  it('never put another act in the place of one that is on its way', async () => {
    const { world, first, second } = twoWindows()
    second.drafts.setWords(caseId, 'answer', '已更换')
    first.drafts.refresh(caseId)
    await first.delivery.submit(handledCase(), 'answer')
    const onTheWay = first.drafts.of(caseId).sending

    await second.delivery.submit(handledCase(), 'return')
    second.drafts.setWords(caseId, 'note', '备注')

    expect(onTheWay).not.toBeNull()
    expect(second.drafts.of(caseId).sending).toEqual(onTheWay)
    expect(world.client.sent).toHaveLength(1)
  })

  it('keep what was written since the other one has settled the act', async () => {
    const { world, first, second } = twoWindows()
    first.drafts.setWords(caseId, 'note', '到了现场')
    const reply = Promise.withResolvers<void>()
    world.client.answers.push(async (sent) => {
      await reply.promise
      return sent.map(accepted)
    }, (sent) => sent.map(accepted))
    const late = first.delivery.submit(handledCase(), 'note')
    await second.delivery.deliver(caseId)
    second.drafts.setWords(caseId, 'note', '又到了现场')

    reply.resolve()
    await late

    expect(first.delivery.states.get(caseId)?.state).toBe('done')
    expect(first.drafts.of(caseId).words.note).toBe('又到了现场')
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
