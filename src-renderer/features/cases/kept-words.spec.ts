import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { KeptAct } from '#shared/contracts/cases.contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { putAwayAll } from '#renderer/composables/index.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { CaseColumnPage, click, press, say, shown, textOf, until } from '#tests/builders/a-case-column.ts'
import { caseId } from '#tests/builders/ids.ts'
import { KEEP_AFTER_MS } from './act-keeper.ts'
import CaseColumn from './CaseColumn.vue'

// Cases of the sample hall, by how far they have come.
const REPORTED = caseId(1)
const CHECKED = caseId(14)

const column = new CaseColumnPage(CaseColumn)
const { open } = column

describe('words typed for a step', () => {
  function keeping(): KeptAct[] {
    const kept: KeptAct[] = []
    column.hall.fake
      .answer('cases', 'keptActs', () => Promise.resolve(ok([...kept])))
      .answer('cases', 'keepAct', ({ action, answers }) => {
        kept.splice(0, kept.length, ...(answers === null ? [] : [{ action, answers }]))
        return Promise.resolve(ok(null))
      })
    return kept
  }

  it('are still there when a call came in between, and go when the step is taken', async () => {
    const kept = keeping()
    await open(REPORTED)
    await click('action-note')
    await say('来电人改口，说是昨天')
    useWorkbenchStore().select({ kind: 'none' })
    await until(() => expect(kept).toHaveLength(1))

    useWorkbenchStore().select({ kind: 'case', id: REPORTED })
    await until(() => expect(textOf('begun-note')).toContain('接着写备注'))
    await click('begun-note')

    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('来电人改口，说是昨天')
    press('Enter', { ctrlKey: true })
    await until(() => expect(kept).toEqual([]))
    expect(shown('begun-note')).toBeNull()
  })

  it('are given up with Esc, and nothing is kept of a step that was only looked at', async () => {
    const kept = keeping()
    await open(REPORTED)
    await click('action-note')
    press('Escape')
    await flushPromises()
    expect(column.hall.fake.asked('cases', 'keepAct')).toEqual([])
    await click('action-note')
    await say('写错了')
    await until(() => expect(kept).toHaveLength(1))

    press('Escape')

    await until(() => expect(kept).toEqual([]))
    expect(shown('begun-note')).toBeNull()
  })

  const noteKept = (action: KeptAct['action']): KeptAct => ({
    action, answers: { department: '', inspector: '', conditionId: '', areaGrade: 'A', urgent: false, until: null, yes: null, words: '写了一半的意见' },
  })

  it('are shown whole when the step cannot be taken any more, and go when they are cleared', async () => {
    const kept = keeping()
    kept.push(noteKept('close'))
    await open(REPORTED)
    await until(() => expect(textOf('left-close')).toContain('结案现在不能办，写过的还在'))
    expect(textOf('left-close')).toContain('写了一半的意见')
    expect(shown('begun-close')).toBeNull()

    await click('clear-close')

    await until(() => expect(kept).toEqual([]))
    expect(shown('left-words')).toBeNull()
  })

  it('that this machine cannot read are said to be there', async () => {
    column.hall.fake.answer('cases', 'keptActs', () => Promise.resolve(ok([{ action: 'note', answers: null }, noteKept('close')])))

    await open(REPORTED)

    await until(() => expect(textOf('unreadable-note')).toContain('读不出'))
    expect([shown('begun-note'), textOf('left-close')]).toEqual([null, expect.stringContaining('写了一半的意见')])
  })

  it('are shown for a case that this machine has no longer', async () => {
    keeping().push(noteKept('dispatch'))

    await open(caseId(99))

    await until(() => expect(textOf('left-dispatch')).toContain('写了一半的意见'))
  })

  it('are not given up with Esc when the step was closed under them', async () => {
    const kept = keeping()
    await open(CHECKED, 'shift-leader')
    await click('action-close')
    await say('核查无误，可以结案')
    await until(() => expect(kept).toHaveLength(1))
    // The other window's step has ended what was kept for it here.
    kept.splice(0)
    column.hall.cases.act(CHECKED, { action: 'void', args: { reason: '误立案' } }, ['shift-leader'], Date.now())
    column.hall.changed()
    await until(() => expect(textOf('moved')).toContain('这一步已不能办'))

    press('Escape')

    await until(() => expect(textOf('left-close')).toContain('核查无误，可以结案'))
    expect(kept).toHaveLength(1)
  })

  it('are not kept once more while the step is on its way into the ledger', async () => {
    const kept = keeping()
    await open(REPORTED)
    await click('action-note')
    const reply = Promise.withResolvers<never>()
    column.hall.fake.answer('cases', 'act', () => reply.promise)
    await say('来电人改口')
    press('Enter', { ctrlKey: true })
    await flushPromises()

    window.dispatchEvent(new Event('blur'))
    await new Promise((resolve) => setTimeout(resolve, 2 * KEEP_AFTER_MS))

    expect(kept).toEqual([])
  })

  it('take no more while the step is on its way', async () => {
    keeping()
    await open(REPORTED)
    await click('action-note')
    await say('来电人改口')
    const reply = Promise.withResolvers<Result<never>>()
    column.hall.fake.answer('cases', 'act', () => reply.promise)
    press('Enter', { ctrlKey: true })
    await flushPromises()
    const area = document.querySelector<HTMLTextAreaElement>('#act-words')
    expect(area?.readOnly).toBe(true)

    reply.resolve(refuse('disk-full'))

    await until(() => expect(area?.readOnly).toBe(false))
    expect(area?.value).toBe('来电人改口')
  })

  it('name the own act that does not show yet, and stay', async () => {
    keeping()
    column.hall.fake.answer('cases', 'act', () => Promise.resolve(refuse('own-act-unseen', 'an id that says nothing')))
    await open(REPORTED)
    await click('action-note')
    await say('还在')

    press('Enter', { ctrlKey: true })

    await until(() => expect(textOf('refusal')).toContain('写的内容还在'))
    expect(textOf('refusal')).not.toContain('an id that says nothing')
    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('还在')
  })

  it('are kept at last when the host was away for a while', async () => {
    column.hall.fake.answer('cases', 'keepAct', () => Promise.resolve(refuse('host-gone')))
    await open(REPORTED)
    await click('action-note')
    await say('断了一会儿')
    await until(() => expect(column.hall.fake.asked('cases', 'keepAct').length).toBeGreaterThan(0))

    const kept = keeping()

    await until(() => expect(kept.map(({ answers }) => answers.words)).toEqual(['断了一会儿']))
  })

  it('are kept at last although the operator has gone on to another case meanwhile', async () => {
    column.hall.fake.answer('cases', 'keepAct', () => Promise.resolve(refuse('host-gone')))
    await open(REPORTED)
    await click('action-note')
    await say('断了一会儿')
    useWorkbenchStore().select({ kind: 'case', id: CHECKED })
    await until(() => expect(column.hall.fake.asked('cases', 'keepAct').length).toBeGreaterThan(0))

    const kept = keeping()
    useDeskStore().generation += 1

    await until(() => expect(kept.map(({ answers }) => answers.words)).toEqual(['断了一会儿']))
  })

  it('that have not landed stand in the step that is opened again, before the older ones on disk', async () => {
    const kept = keeping()
    kept.push(noteKept('note'))
    column.hall.fake.answer('cases', 'keepAct', () => Promise.resolve(refuse('disk-full')))
    await open(REPORTED)
    await click('begun-note')
    await say('写完的意见')
    useWorkbenchStore().select({ kind: 'none' })
    await flushPromises()

    useWorkbenchStore().select({ kind: 'case', id: REPORTED })
    await until(() => expect(shown('begun-note')).not.toBeNull())
    await click('begun-note')

    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('写完的意见')
  })

  it('that were given up while the host took nothing do not come back when it does', async () => {
    const kept = keeping()
    kept.push(noteKept('note'))
    const keep = column.hall.fake.replyTo('cases', 'keepAct')
    column.hall.fake.answer('cases', 'keepAct', () => Promise.resolve(refuse('host-gone')))
    await open(REPORTED)
    await click('begun-note')
    press('Escape')
    await flushPromises()
    useWorkbenchStore().select({ kind: 'none' })
    await flushPromises()
    useWorkbenchStore().select({ kind: 'case', id: REPORTED })
    await until(() => expect(shown('action-note')).not.toBeNull())

    column.hall.fake.answer('cases', 'keepAct', keep)
    useDeskStore().generation += 1
    await until(() => expect(kept).toEqual([]))
    await flushPromises()

    expect(shown('begun-note')).toBeNull()
  })

  it('that land while their case is looked at are the ones the step is opened with', async () => {
    const kept = keeping()
    kept.push(noteKept('note'))
    const keep = column.hall.fake.replyTo('cases', 'keepAct')
    column.hall.fake.answer('cases', 'keepAct', () => Promise.resolve(refuse('host-gone')))
    await open(REPORTED)
    await click('begun-note')
    await say('写完的意见')
    useWorkbenchStore().select({ kind: 'none' })
    await flushPromises()
    useWorkbenchStore().select({ kind: 'case', id: REPORTED })
    await until(() => expect(shown('begun-note')).not.toBeNull())

    column.hall.fake.answer('cases', 'keepAct', keep)
    useDeskStore().generation += 1
    await until(() => expect(kept.map(({ answers }) => answers.words)).toEqual(['写完的意见']))
    await flushPromises()
    await click('begun-note')

    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('写完的意见')
  })
})

describe('a step that is asked for before its earlier words have been read', () => {
  const earlier: KeptAct = {
    action: 'note', answers: { department: '', inspector: '', conditionId: '', areaGrade: 'A', urgent: false, until: null, yes: null, words: '早先写的' },
  }

  it('opens with them as soon as they are there', async () => {
    const reply = Promise.withResolvers<Result<KeptAct[]>>()
    column.hall.fake.answer('cases', 'keptActs', () => reply.promise)
    await open(REPORTED)
    await click('action-note')
    expect([shown('action-panel'), shown('action-note')?.getAttribute('aria-busy')]).toEqual([null, 'true'])

    reply.resolve(ok([earlier]))

    await until(() => expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('早先写的'))
  })

  it('stays closed when they could not be read, says so, and they are read again by hand', async () => {
    const reply = Promise.withResolvers<Result<KeptAct[]>>()
    column.hall.fake.answer('cases', 'keptActs', () => reply.promise)
    await open(REPORTED)
    await click('action-note')
    reply.resolve(refuse('internal'))
    await until(() => expect(textOf('not-read')).toContain('没有读出'))
    expect([shown('action-panel'), shown('action-note')?.getAttribute('aria-busy')]).toEqual([null, null])

    column.hall.fake.answer('cases', 'keptActs', () => Promise.resolve(ok([earlier])))
    shown('not-read')?.querySelector('button')?.click()

    await until(() => expect(shown('begun-note')).not.toBeNull())
    expect(shown('not-read')).toBeNull()
  })

  it('can be taken after that all the same, but nothing is kept of it, and it says so', async () => {
    column.hall.fake.answer('cases', 'keptActs', () => Promise.resolve(refuse('internal')))
    await open(REPORTED)
    await until(() => expect(shown('not-read')).not.toBeNull())

    await click('action-note')
    expect(textOf('unkept')).toContain('不自动存')
    await say('不能等')
    expect(await putAwayAll()).toBe(false)
    expect(column.hall.fake.asked('cases', 'keepAct')).toEqual([])
    press('Enter', { ctrlKey: true })

    await until(() => expect(shown('saved')).not.toBeNull())
  })

  it('leaves what was written earlier where it is when it is given up', async () => {
    column.hall.fake.answer('cases', 'keptActs', () => Promise.resolve(refuse('internal')))
    await open(REPORTED)
    await until(() => expect(shown('not-read')).not.toBeNull())
    await click('action-note')
    await say('算了')
    column.hall.fake.answer('cases', 'keptActs', () => Promise.resolve(ok([earlier])))

    press('Escape')

    await until(() => expect(shown('begun-note')).not.toBeNull())
    expect(column.hall.fake.asked('cases', 'keepAct')).toEqual([])
  })

  it('has them read again by a host that has come back', async () => {
    column.hall.fake.answer('cases', 'keptActs', () => Promise.resolve(refuse('host-gone')))
    await open(REPORTED)
    expect(shown('not-read')).not.toBeNull()

    column.hall.fake.answer('cases', 'keptActs', () => Promise.resolve(ok([earlier])))
    useDeskStore().generation += 1

    await until(() => expect(shown('begun-note')).not.toBeNull())
  })
})
