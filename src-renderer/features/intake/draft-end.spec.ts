import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { Saved } from '#shared/contracts/cases.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { press, shown, until } from '#tests/builders/a-case-column.ts'
import { DraftFormPage, field, type } from '#tests/builders/a-draft-form.ts'
import CaseForm from './CaseForm.vue'
import GoneDraftWords from './GoneDraftWords.vue'

/** Where the sample hall's open case of a water-main cover lies. */
const near = { lng: 117.0027, lat: 31.46228 }
const photograph: Attachment = { hash: 'a'.repeat(64), name: '井盖.jpg', mime: 'image/jpeg', size: 3, use: 'report' }
const filled = { lng: 117.1, lat: 31.5, address: '古城路', classCode: 'C0101', conditionId: 'C0101-1', description: '井盖坏了' }

const page = new DraftFormPage(defineComponent(() => () => [h(GoneDraftWords), h(CaseForm)]))
const { open, stored } = page
const isReady = (): void => expect(shown('submit')?.getAttribute('aria-disabled')).toBeNull()

/** A host that does what it is asked and is gone before it can say so; answers how it was before. */
function losesTheAnswer() {
  const submits = page.hall.fake.replyTo('intake', 'submit')
  page.hall.fake.answer('intake', 'submit', async (arg) => {
    await submits(arg)
    return refuse('host-gone')
  })
  return submits
}

/** A host that takes every piece and ends as it is told. */
function takesFiles(finish: () => Promise<Result<Attachment>>): void {
  page.hall.fake.answer('attachments', 'begin', () => Promise.resolve(ok({ upload: 'b'.repeat(32) })))
    .answer('attachments', 'append', ({ offset, bytes }) => Promise.resolve(ok({ offset: offset + bytes.byteLength })))
    .answer('attachments', 'finish', finish)
}

function paste(...files: readonly File[]): void {
  window.dispatchEvent(Object.assign(new Event('paste', { cancelable: true }), { clipboardData: { files } }))
}

/** The case is on its way to the ledger, and whoever sent it has turned to something else. */
async function leftWhileSending(): Promise<PromiseWithResolvers<Result<Saved>>> {
  await until(isReady)
  const reply = Promise.withResolvers<Result<Saved>>()
  page.hall.fake.answer('intake', 'submit', () => reply.promise)
  press('Enter', { ctrlKey: true })
  await until(() => expect(page.hall.fake.asked('intake', 'submit')).toHaveLength(1))
  useWorkbenchStore().select({ kind: 'none' })
  return reply
}

describe('the end of a draft', () => {
  it('leads to what is still missing, in the order of the form', async () => {
    await open()

    press('Enter', { ctrlKey: true })
    await flushPromises()

    expect(shown('missing')?.textContent).toContain('先定位置')
    expect(document.activeElement).toBe(field('address'))
  })

  it('goes as far as the posts reach', async () => {
    page.hall.posts = ['acceptor', 'dispatcher']
    const draft = await open(filled)
    await until(() => expect(shown('submit')?.getAttribute('aria-disabled')).toBeNull())

    press('Enter', { ctrlKey: true })

    await until(() => expect(page.hall.cases.all.get(draft.caseId)?.row).toMatchObject({ state: 'handling', department: 'water' }))
  })

  it('takes no more words while it is on its way, and goes on where it was when it is refused', async () => {
    await open(filled)
    await until(() => expect(shown('submit')?.getAttribute('aria-disabled')).toBeNull())
    const reply = Promise.withResolvers<Result<Saved>>()
    page.hall.fake.answer('intake', 'submit', () => reply.promise)
    field('description').focus()
    press('Enter', { ctrlKey: true })
    await until(() => expect(page.hall.fake.asked('intake', 'submit')).toHaveLength(1))

    expect(['reporterName', 'address', 'description'].map((name) => field(name).readOnly)).toEqual([true, true, true])
    expect(document.activeElement).toBe(field('description'))
    reply.resolve(refuse('disk-full'))

    await until(() => expect(field('description').readOnly).toBe(false))
    expect([document.activeElement, field('description').value]).toEqual([field('description'), '井盖坏了'])
  })

  it('waits for a photograph that is still being stored, and then names it', async () => {
    const draft = await open(filled)
    await until(isReady)
    const stored = Promise.withResolvers<Result<Attachment>>()
    takesFiles(() => stored.promise)
    paste(new File(['123'], '井盖.jpg'))
    await until(() => expect(page.hall.fake.asked('attachments', 'finish')).toHaveLength(1))

    press('Enter', { ctrlKey: true })
    await flushPromises()

    expect(shown('missing')?.textContent).toContain('文件还在存入本机')
    expect(page.hall.fake.asked('intake', 'submit')).toEqual([])
    stored.resolve(ok(photograph))
    await until(isReady)
    press('Enter', { ctrlKey: true })
    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: draft.caseId }))
    expect(page.hall.fake.asked('intake', 'submit')[0]?.form.attachments).toEqual([photograph])
  })

  it('as a note on another case waits for it too', async () => {
    await open({ ...filled, ...near })
    await until(() => expect(shown('duplicates')).not.toBeNull())
    takesFiles(() => new Promise(() => undefined))
    paste(new File(['123'], '井盖.jpg'))
    await until(() => expect(page.hall.fake.asked('attachments', 'finish')).toHaveLength(1))

    press('KeyM', { altKey: true })
    await flushPromises()

    expect(shown('merge')?.getAttribute('aria-disabled')).toBe('true')
    expect(page.hall.fake.asked('intake', 'mergeInto')).toEqual([])
  })

  it('does not wait for a file that was refused', async () => {
    await open(filled)
    takesFiles(() => Promise.resolve(refuse('file-type-refused')))

    paste(new File(['123'], '井盖.exe'))

    await until(() => expect(shown('file-taking')?.dataset['refused']).toBe('file-type-refused'))
    await until(isReady)
  })

  it('takes no place and no photograph while it is on its way', async () => {
    await open(filled)
    await until(isReady)
    const reply = Promise.withResolvers<Result<Saved>>()
    page.hall.fake.answer('intake', 'submit', () => reply.promise)
    takesFiles(() => Promise.resolve(ok(photograph)))
    press('Enter', { ctrlKey: true })
    await until(() => expect(page.hall.fake.asked('intake', 'submit')).toHaveLength(1))

    useWorkbenchStore().pick({ ...near, component: null })
    paste(new File(['123'], '井盖.jpg'))
    await flushPromises()
    reply.resolve(refuse('disk-full'))
    await until(() => expect(field('description').readOnly).toBe(false))
    page.hall.fake.answer('intake', 'submit', () => Promise.resolve(refuse('disk-full')))
    await until(isReady)
    press('Enter', { ctrlKey: true })

    await until(() => expect(page.hall.fake.asked('intake', 'submit')).toHaveLength(2))
    expect(page.hall.fake.asked('attachments', 'begin')).toEqual([])
    expect(page.hall.fake.asked('intake', 'submit')[1]?.form).toMatchObject({ lng: 117.1, lat: 31.5, attachments: [] })
  })

  it('is found again although the answer to the first try was lost', async () => {
    const draft = await open({ lng: 117.1, lat: 31.5, classCode: 'C0101', conditionId: 'C0101-1', description: '井盖坏了' })
    await until(() => expect(shown('submit')?.getAttribute('aria-disabled')).toBeNull())
    const submits = losesTheAnswer()

    press('Enter', { ctrlKey: true })
    await until(() => expect(shown('refusal')).not.toBeNull())
    page.hall.fake.answer('intake', 'submit', submits)
    press('Enter', { ctrlKey: true })

    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: draft.caseId }))
    expect(shown('gone-drafts')).toBeNull()
  })

  it('is found again also where a photograph was added since the try whose answer was lost', async () => {
    const draft = await open(filled)
    await until(isReady)
    const submits = losesTheAnswer()
    press('Enter', { ctrlKey: true })
    await until(() => expect(shown('refusal')).not.toBeNull())
    page.hall.fake.answer('intake', 'submit', submits)
    takesFiles(() => Promise.resolve(ok(photograph)))
    paste(new File(['123'], '井盖.jpg'))
    await until(() => expect(page.hall.fake.asked('attachments', 'finish')).toHaveLength(1))
    await until(isReady)

    press('Enter', { ctrlKey: true })

    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: draft.caseId }))
  })

  it('keeps what was typed after a try that had landed although its answer was lost', async () => {
    const draft = await open(filled)
    await until(isReady)
    losesTheAnswer()
    press('Enter', { ctrlKey: true })
    await until(() => expect(shown('refusal')).not.toBeNull())

    type('description', '井盖坏了，有人摔倒')
    await flushPromises()
    press('Enter', { ctrlKey: true })

    await until(() => expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: draft.caseId }))
    await until(() => expect(shown('gone-drafts')?.textContent).toContain('有人摔倒'))
  })

  it('is no success where the case exists by another way: the form stays and says so', async () => {
    const draft = await open(filled)
    await until(isReady)
    page.hall.fake.answer('intake', 'submit', () => Promise.resolve(refuse('case-exists')))

    for (const times of [1, 2]) {
      press('Enter', { ctrlKey: true })
      await until(() => expect(page.hall.fake.asked('intake', 'submit')).toHaveLength(times))
      await until(() => expect(shown('refusal')?.textContent).toContain('案件已存在'))
    }

    expect(useWorkbenchStore().selection).toEqual({ kind: 'draft', id: draft.id })
  })

  it('waits for a decision while another window has typed into the same draft', async () => {
    const draft = await open(filled)
    await until(isReady)
    page.hall.drafts.set(draft.id, { ...draft, form: { ...draft.form, description: '另一个窗口写的' }, rev: draft.rev + 1 })
    type('description', '这里写的')

    press('Enter', { ctrlKey: true })
    shown('discard')?.click()

    await until(() => expect(document.querySelector('.conflict')).not.toBeNull())
    await until(isReady)
    expect([page.hall.fake.asked('intake', 'submit'), page.hall.fake.asked('intake', 'discard')]).toEqual([[], []])
    expect(stored(draft).form.description).toBe('另一个窗口写的')
  })

  it('asks for a decision, too, where nothing was typed here since another window has saved', async () => {
    const draft = await open(filled)
    await until(isReady)
    page.hall.fake.answer('intake', 'submit', () => {
      page.hall.drafts.set(draft.id, { ...draft, form: { ...draft.form, description: '另一个窗口写的' }, rev: draft.rev + 9 })
      return Promise.resolve(refuse('stale-base'))
    })

    press('Enter', { ctrlKey: true })

    await until(() => expect(document.querySelector('.conflict')).not.toBeNull())
    expect(page.hall.fake.asked('intake', 'submit')).toHaveLength(1)
  })

  it('pulls nobody out of what they have turned to', async () => {
    await open(filled)
    const reply = await leftWhileSending()

    reply.resolve(ok({} as Saved))
    await flushPromises()

    expect(useWorkbenchStore().selection).toEqual({ kind: 'none' })
  })

  it('that is refused after the form was left is said beside the queue, by its number, until it is cleared', async () => {
    const draft = await open(filled)
    const reply = await leftWhileSending()
    await flushPromises()

    reply.resolve(refuse('disk-full'))

    await until(() => expect(shown('not-ended')?.textContent).toContain(draft.no ?? 'no number'))
    shown('clear-not-ended')?.click()
    await until(() => expect(shown('not-ended')).toBeNull())
  })

  it('that was refused after the form was left is not said any more once the draft has ended elsewhere', async () => {
    const draft = await open(filled)
    const reply = await leftWhileSending()
    reply.resolve(refuse('disk-full'))
    await until(() => expect(shown('not-ended')).not.toBeNull())

    page.hall.drafts.delete(draft.id)
    page.hall.changed()

    await until(() => expect(shown('not-ended')).toBeNull())
  })

  it.each(['the host is gone', 'it could not be read anew'])('that was refused is said also where the list of drafts lacks it and is old: %s', async (why) => {
    const draft = await open(filled)
    const reply = await leftWhileSending()
    page.hall.drafts.delete(draft.id)
    page.hall.changed()
    // Taken back in another window; this one does not hear of it.
    page.hall.drafts.set(draft.id, draft)
    if (why === 'the host is gone') useDeskStore().state = 'gone'
    else page.hall.fake.trouble('intake', 'drafts', 'storage-failed')

    reply.resolve(refuse('host-gone'))

    await until(() => expect(shown('not-ended')).not.toBeNull())
    useDeskStore().state = 'here'
    page.hall.changed()
    await flushPromises()
    expect(shown('not-ended')).not.toBeNull()
    page.hall.drafts.delete(draft.id)
    page.hall.changed()
    await until(() => expect(shown('not-ended')).toBeNull())
  })

  it('is not said to have failed where it had landed, though its answer was lost after the form was left', async () => {
    const draft = await open(filled)
    const reply = await leftWhileSending()
    page.hall.drafts.delete(draft.id)
    page.hall.changed()

    reply.resolve(refuse('host-gone'))
    await flushPromises()

    expect(shown('not-ended')).toBeNull()
  })

  it('can be taken back after it was thrown away', async () => {
    const draft = await open({ description: '打错了' })
    shown('discard')?.click()
    await until(() => expect(shown('discarded')).not.toBeNull())

    shown('undo-discard')?.click()

    await until(() => expect(field('description').value).toBe('打错了'))
    expect(stored(draft).form.description).toBe('打错了')
  })
})
