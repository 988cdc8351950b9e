import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { ok, refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { press, shown, until } from '#tests/builders/a-case-column.ts'
import { DraftFormPage, field, type } from '#tests/builders/a-draft-form.ts'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { caseId } from '#tests/builders/ids.ts'
import CaseForm from './CaseForm.vue'

/** Where the sample hall's open case of a water-main cover lies. */
const NEAR = { lng: 117.0027, lat: 31.46228 }

const page = new DraftFormPage(CaseForm)
const { open, stored } = page
const isReady = (): void => expect(shown('submit')?.getAttribute('aria-disabled')).toBeNull()

describe('a new call', () => {
  it('begins at the caller’s name, with the number to tell already there', async () => {
    const draft = await open()

    expect(document.activeElement).toBe(field('reporterName'))
    expect(shown('case-no')?.textContent).toContain(draft.no)
  })

  it('begins at the place when the telephone has told who is calling', async () => {
    await open({ reporterName: '张先生', reporterPhone: '13812346021' })

    expect(document.activeElement).toBe(field('address'))
    await until(() => expect(shown('caller-history')?.textContent).toContain('一年来电 3 次'))
  })
})

describe('what is typed', () => {
  it('is on disk by itself, with the place of the caret', async () => {
    const draft = await open()

    type('description', '井盖裂成两半')
    field('description').setSelectionRange(2, 4)
    document.dispatchEvent(new Event('selectionchange'))

    await until(() => expect(stored(draft)).toMatchObject({ form: { description: '井盖裂成两半' }, caret: { field: 'description', start: 2, end: 4 } }))
    await until(() => expect(shown('draft-saved')?.dataset['state']).toBe('saved'))
  })

  it('comes back after a crash, to the letter and to the caret', async () => {
    await open({ reporterName: '张先生', classCode: '上水', description: '井盖裂成两半' }, { caret: { field: 'description', start: 2, end: 4 } })

    expect(document.activeElement).toBe(field('description'))
    expect([field('description').selectionStart, field('description').selectionEnd]).toEqual([2, 4])
    expect(field('reporterName').value).toBe('张先生')
    expect(field('classCode').value).toBe('上水')
  })

  it('is said to be unsaved while the host is gone, stays in the form, and is saved when it is back', async () => {
    const draft = await open()
    page.hall.fake.answer('intake', 'save', () => Promise.resolve(refuse('host-gone')))
    type('description', '断了还在写')
    await until(() => expect(shown('draft-saved')?.textContent).toContain('未存'))

    page.hall.fake.answer('intake', 'save', async ({ form, caret, rev }) => {
      page.hall.drafts.set(draft.id, { ...draft, form, caret, rev: rev + 1, savedAt: Date.now() })
      return { ok: true, value: { rev: rev + 1, savedAt: Date.now() } }
    })
    useDeskStore().generation += 1

    await until(() => expect(stored(draft).form.description).toBe('断了还在写'))
    expect(field('description').value).toBe('断了还在写')
  })
})

describe('class and place', () => {
  it('a place takes no more than its draft can keep', async () => {
    await open()

    expect(['address', 'component'].map((name) => field(name).maxLength)).toEqual([400, 24])
  })


  it('a class is found by pinyin initials; the only condition it has needs no choosing', async () => {
    const draft = await open()
    await until(() => {
      type('classCode', 'dlps')
      expect(document.querySelector('[role=option]')?.textContent).toContain('道路破损')
    })

    press('Enter')
    await flushPromises()

    expect(field('classCode').value).toBe('E0113 道路破损')
    await until(() => expect(stored(draft).form).toMatchObject({ classCode: 'E0113', conditionId: 'E0113-1' }))
  })

  it('words suggest a class and never change one that was chosen', async () => {
    const draft = await open({ classCode: 'C0104' })

    type('description', '上水井盖破损')

    await until(() => expect(shown('suggestions')?.textContent).toContain('上水井盖'))
    expect(stored(draft).form.classCode).toBe('C0104')
  })

  it('a click on the map fills in what follows from it, and says why', async () => {
    const draft = await open()

    useWorkbenchStore().pick({ ...NEAR, component: null })

    await until(() => expect(shown('place-facts')?.textContent).toContain('341523100003017'))
    expect(shown('place-facts')?.textContent).toContain('单元网格（点位落入）')
    await until(() => expect(stored(draft).form).toMatchObject({ ...NEAR, address: '桃溪路 33 号附近' }))
  })

  it('a component’s code puts the point where the component stands', async () => {
    const draft = await open()

    type('component', '3415230101000482')

    await until(() => expect(stored(draft).form).toMatchObject({ component: '3415230101000482', lng: 117.0026 }))
  })
})

describe('likely duplicates', () => {
  const likely = { ...NEAR, address: '梅河路口', classCode: 'C0101', conditionId: 'C0101-1', description: '井盖坏了' }

  it('stand in the form and on the map, and hold the case back until somebody says what they are', async () => {
    await open(likely)

    await until(() => expect(shown('duplicates')?.textContent).toContain('疑似重复 2 件'))

    expect(useWorkbenchStore().marks).toMatchObject({ radiusM: 50, numbered: [{ n: 1 }, { n: 2 }] })
    expect(shown('submit')?.getAttribute('aria-disabled')).toBe('true')
  })

  it('are looked for again once an outage is caught up: others have reported meanwhile', async () => {
    page.hall.fake.answer('intake', 'duplicates', () => Promise.resolve(ok([])))
    await open(likely)
    page.hall.fake.tell('link', 'status', aLinkStatus({ rung: 'offline' }))
    const asked = (): number => page.hall.fake.asked('intake', 'duplicates').length
    await until(isReady)
    const before = asked()
    expect(shown('duplicates')).toBeNull()

    page.hall.fake.answer('intake', 'duplicates', () => Promise.resolve(refuse('storage-failed'))).tell('link', 'status', aLinkStatus())
    await until(() => expect(asked()).toBe(before + 1))
    await flushPromises()

    // In vain: what was said before stands.
    expect(shown('duplicates-refused')).toBeNull()
  })

  it('are set aside by writing why, and the case is filed', async () => {
    const draft = await open(likely)
    await until(() => expect(shown('duplicates')).not.toBeNull())

    press('KeyN', { altKey: true })
    await flushPromises()
    type('notDuplicateBecause', '另一处井盖')
    await flushPromises()
    press('Enter', { ctrlKey: true })

    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: draft.caseId }))
    expect(page.hall.cases.all.get(draft.caseId)?.row).toMatchObject({ no: draft.no, state: 'filed', conditionId: 'C0101-1' })
  })

  it('are merged into with one key: the words become a note there', async () => {
    await open(likely)
    await until(() => expect(shown('duplicates')).not.toBeNull())

    press('KeyM', { altKey: true })

    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(6) }))
    expect(page.hall.cases.all.get(caseId(6))?.flow.at(-1)).toMatchObject({ action: 'note', words: '井盖坏了\n需要回访，位置 梅河路口' })
  })

  it('ask before a caller’s name is left behind, and take number and wish along', async () => {
    await open({ ...likely, reporterName: '张建国', reporterPhone: '13812346021', wantsCallBack: true })
    await until(() => expect(shown('duplicates')).not.toBeNull())

    press('KeyM', { altKey: true })
    await flushPromises()

    expect(shown('merge-ask')?.textContent).toContain('来电人全名')
    expect(page.hall.fake.asked('intake', 'mergeInto')).toEqual([])
    press('Escape')
    await flushPromises()
    expect(shown('merge-ask')).toBeNull()
    press('KeyM', { altKey: true })
    await flushPromises()
    press('Enter', { ctrlKey: true })
    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(6) }))
    expect(page.hall.cases.all.get(caseId(6))?.flow.at(-1)?.words).toContain('电话 13812346021，需要回访')
  })
})

describe('what was looked up for something else', () => {
  const far = { lng: 117.1, lat: 31.5, address: '古城路', classCode: 'C0101', conditionId: 'C0101-1', description: '井盖坏了' }
  const missing = (): string | undefined => shown('missing')?.textContent ?? undefined

  it('names no department: the case waits for the advice on its own class, and for a choice when there is none', async () => {
    page.hall.posts = ['acceptor', 'dispatcher']
    await open(far)
    await until(isReady)
    const said = Promise.withResolvers<ReturnType<typeof refuse>>()
    page.hall.fake.answer('intake', 'adviseDepartment', () => said.promise)

    await until(() => {
      type('classCode', 'dlps')
      expect(document.querySelector('[role=option]')?.textContent).toContain('道路破损')
    })
    press('Enter')
    await until(() => expect(missing()).toContain('正在查'))
    press('Enter', { ctrlKey: true })
    await flushPromises()
    expect(page.hall.fake.asked('intake', 'submit')).toEqual([])
    said.resolve(refuse('host-gone'))

    await until(() => expect(missing()).toContain('先选处置单位'))
    expect(shown('advice')?.textContent).toContain('建议没有查成')
  })

  it('is no duplicate of this place: nothing is merged and nothing goes before the new place was looked at', async () => {
    const draft = await open({ ...far, ...NEAR })
    await until(() => expect(shown('duplicates')).not.toBeNull())
    const said = Promise.withResolvers<ReturnType<typeof refuse>>()
    page.hall.fake.answer('intake', 'duplicates', () => said.promise)

    useWorkbenchStore().pick({ lng: far.lng, lat: far.lat, component: null })
    await flushPromises()

    expect(shown('duplicates')).toBeNull()
    press('KeyM', { altKey: true })
    press('Enter', { ctrlKey: true })
    await flushPromises()
    expect(page.hall.fake.asked('intake', 'mergeInto')).toEqual([])
    expect(page.hall.fake.asked('intake', 'submit')).toEqual([])
    expect(missing()).toContain('正在查')

    said.resolve(refuse('host-gone'))
    await until(() => expect(shown('duplicates-refused')?.textContent).toContain('没有查成'))
    await until(isReady)
    press('Enter', { ctrlKey: true })
    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: draft.caseId }))
  })

  it('is no history of another number, and a refusal is said', async () => {
    await open({ reporterPhone: '13812346021' })
    await until(() => expect(shown('caller-history')?.textContent).toContain('一年来电 3 次'))
    const said = Promise.withResolvers<ReturnType<typeof refuse>>()
    page.hall.fake.answer('intake', 'callerHistory', () => said.promise)

    type('reporterPhone', '13912345678')
    await flushPromises()

    expect(shown('caller-history')).toBeNull()
    said.resolve(refuse('host-gone'))
    await until(() => expect(shown('caller-history')?.textContent).toContain('来电记录查不到'))
  })

  it('is found again when the host is back', async () => {
    page.hall.fake.answer('intake', 'callerHistory', () => Promise.resolve(refuse('host-gone')))
    await open({ reporterPhone: '13812346021' })
    await until(() => expect(shown('caller-history')?.textContent).toContain('来电记录查不到'))
    page.hall.fake.answer('intake', 'callerHistory', () => Promise.resolve(ok({ total: 1, lastSatisfied: null, recent: [] })))

    useDeskStore().generation += 1

    await until(() => expect(shown('caller-history')?.textContent).toContain('一年来电 1 次'))
  })
})
