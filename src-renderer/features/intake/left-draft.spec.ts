import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { Draft } from '#shared/contracts/intake.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useLeftTally } from '#renderer/features/session/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { click, shown, until } from '#tests/builders/a-case-column.ts'
import { DraftFormPage, field, type } from '#tests/builders/a-draft-form.ts'
import CaseForm from './CaseForm.vue'
import GoneDraftWords from './GoneDraftWords.vue'

const page = new DraftFormPage(defineComponent(() => () => [h(GoneDraftWords), h(CaseForm)]))
const { open, stored } = page

describe('what is typed and could not be saved before the form was left', () => {
  const leave = async (): Promise<void> => {
    useWorkbenchStore().select({ kind: 'none' })
    await flushPromises()
  }
  const comeBackTo = async (draft: Draft): Promise<void> => {
    useWorkbenchStore().select({ kind: 'draft', id: draft.id })
    await until(() => expect(shown('draft-form')).not.toBeNull())
  }
  /** A host that refuses every save until it is let go. */
  function refusing(code: ErrorCode): () => void {
    const saves = page.hall.fake.replyTo('intake', 'save')
    page.hall.fake.answer('intake', 'save', () => Promise.resolve(refuse(code)))
    return () => page.hall.fake.answer('intake', 'save', saves)
  }

  it('is saved when the host is back, although nobody looks at it any more', async () => {
    const draft = await open()
    const letGo = refusing('host-gone')
    type('description', '断了还在写')
    await leave()

    letGo()
    useDeskStore().generation += 1

    await until(() => expect(stored(draft).form.description).toBe('断了还在写'))
  })

  it('stands in the form that is opened again, and is saved from there', async () => {
    const draft = await open()
    const letGo = refusing('disk-full')
    type('description', '磁盘满了')
    await leave()

    await comeBackTo(draft)

    expect(field('description').value).toBe('磁盘满了')
    letGo()
    await until(() => expect(stored(draft).form.description).toBe('磁盘满了'))
    await until(() => expect(shown('draft-saved')?.dataset['state']).toBe('saved'))
  })

  it('stands there also while the host that has the rest of the draft is gone', async () => {
    const draft = await open({ reporterName: '张先生' })
    refusing('host-gone')
    page.hall.fake.answer('intake', 'load', () => Promise.resolve(refuse('host-gone')))
    type('description', '断了还在写')
    await leave()

    await comeBackTo(draft)

    expect([field('reporterName').value, field('description').value]).toEqual(['张先生', '断了还在写'])
  })

  it('is asked for once more when another window had written too, and undoes nothing by itself', async () => {
    const draft = await open()
    page.hall.drafts.set(draft.id, { ...draft, form: { ...draft.form, description: '另一个窗口写的' }, rev: draft.rev + 1 })
    type('description', '这里写的')
    await until(() => expect(shown('draft-saved')?.dataset['state']).toBe('conflict'))
    await leave()

    await comeBackTo(draft)

    expect(field('description').value).toBe('这里写的')
    expect(shown('draft-saved')?.dataset['state']).toBe('conflict')
    expect(stored(draft).form.description).toBe('另一个窗口写的')
  })

  it('is given up when the operator takes what the other window has saved', async () => {
    const draft = await open()
    page.hall.drafts.set(draft.id, { ...draft, form: { ...draft.form, description: '另一个窗口写的' }, rev: draft.rev + 1 })
    type('description', '这里写的')
    await until(() => expect(document.querySelector('.conflict')).not.toBeNull())

    document.querySelectorAll<HTMLElement>('.conflict button')[1]?.click()

    await until(() => expect(field('description').value).toBe('另一个窗口写的'))
    await until(() => expect(shown('draft-saved')?.dataset['state']).toBe('saved'))
    expect(stored(draft).form.description).toBe('另一个窗口写的')
  })

  it('is shown to its author when the draft is gone, until they clear it', async () => {
    const draft = await open()
    type('description', '已经丢弃了还在写')
    page.hall.drafts.delete(draft.id)
    await leave()
    await until(() => expect(shown('gone-drafts')?.textContent).toContain('已经丢弃了还在写'))
    expect(useLeftTally().all.map(({ n }) => n)).toEqual([1])

    await click('clear-gone')

    expect([shown('gone-drafts'), useLeftTally().all]).toEqual([null, []])
  })

  it('waits for no decision any more when the draft that was in conflict is gone', async () => {
    const draft = await open()
    page.hall.drafts.set(draft.id, { ...draft, form: { ...draft.form, description: '另一个窗口写的' }, rev: draft.rev + 1 })
    type('description', '这里写的')
    await until(() => expect(shown('draft-saved')?.dataset['state']).toBe('conflict'))
    await leave()
    page.hall.drafts.delete(draft.id)

    useDeskStore().generation += 1

    await until(() => expect(shown('gone-drafts')?.textContent).toContain('这里写的'))
  })

  it('is never sent under the name of the next one at the seat, and is sent when its own is back', async () => {
    const draft = await open()
    refusing('no-session')
    type('description', '只给自己看')
    await leave()
    await until(() => expect(page.hall.fake.asked('intake', 'save')).not.toEqual([]))
    page.hall.person = PersonId.parse('1002')
    page.hall.changed()
    const before = page.hall.fake.asked('intake', 'save').length

    useDeskStore().generation += 1
    await flushPromises()

    expect(page.hall.fake.asked('intake', 'save')).toHaveLength(before)
    page.hall.person = PersonId.parse('1001')
    page.hall.changed()
    await until(() => expect(page.hall.fake.asked('intake', 'save').at(-1)).toMatchObject({ id: draft.id, form: { description: '只给自己看' } }))
    expect(page.hall.fake.asked('intake', 'save').length).toBeGreaterThan(before)
  })
})

describe('a draft that another window throws away', () => {
  const photograph: Attachment = { hash: 'a'.repeat(64), name: '井盖.jpg', mime: 'image/jpeg', size: 3, use: 'report' }
  const throwAway = (draft: Draft): void => {
    page.hall.drafts.delete(draft.id)
    page.hall.changed()
  }
  const saysOver = (): void => expect(shown('draft-saved')?.textContent).toContain('草稿已上报或丢弃')

  it('is said to be over at once, and leaves no words to be missed where all were saved', async () => {
    const draft = await open({ description: '井盖坏了', attachments: [photograph] })

    throwAway(draft)

    await until(saysOver)
    useWorkbenchStore().select({ kind: 'none' })
    await flushPromises()
    expect([shown('gone-drafts'), useLeftTally().all]).toEqual([null, []])
  })

  it('is saved into again when it is taken back there', async () => {
    const draft = await open({ description: '井盖坏了' })
    throwAway(draft)
    await until(saysOver)

    page.hall.drafts.set(draft.id, { ...draft, rev: draft.rev + 2 })
    page.hall.changed()

    await until(() => expect(shown('draft-saved')?.dataset['state']).toBe('saved'))
    type('description', '井盖坏了，有人摔倒')
    await until(() => expect(stored(draft).form.description).toBe('井盖坏了，有人摔倒'))
  })

  it('waits for no decision any more where it was in conflict, and keeps what was typed here', async () => {
    const draft = await open()
    page.hall.drafts.set(draft.id, { ...draft, form: { ...draft.form, description: '另一个窗口写的' }, rev: draft.rev + 1 })
    type('description', '这里写的')
    await until(() => expect(shown('draft-saved')?.dataset['state']).toBe('conflict'))

    throwAway(draft)

    await until(saysOver)
    useWorkbenchStore().select({ kind: 'none' })
    await until(() => expect(shown('gone-drafts')?.textContent).toContain('这里写的'))
  })
})
