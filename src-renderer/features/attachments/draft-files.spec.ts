import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import type { CaseFile } from '#shared/contracts/attachments.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { ok } from '#shared/kernel/result.ts'
import { provideFormLock } from '#renderer/ui/index.ts'
import { caseId } from '#tests/builders/ids.ts'
import { SOON } from '#tests/builders/patience.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import DraftFiles from './DraftFiles.vue'

const file: Attachment = { hash: 'a'.repeat(64), name: '井盖.jpg', mime: 'image/jpeg', size: 3, use: 'report' }
const here: CaseFile = { file, place: 'here', fetched: 0, fault: null, upload: null }
const gone = '[data-testid="file-gone"]'

const isLocked = ref(false)
/** A form that can be on its way, as the one of a draft. */
const Form = defineComponent({
  props: { files: { type: Array<Attachment>, required: true } },
  emits: { change: (_files: Attachment[]) => true },
  setup(props, { emit }) {
    provideFormLock(() => isLocked.value)
    return () => h(DraftFiles, { caseId: caseId(1), files: props.files, onChange: (files: Attachment[]) => emit('change', files) })
  },
})

const open = (host: FakeDesk, files: Attachment[] = [file]) =>
  mount(Form, { props: { files }, global: { plugins: host.plugins() } })

afterEach(() => (isLocked.value = false))

describe('a file that the form names and the host has no more', () => {
  it('is shown when the form is opened again, and goes when a person takes it off', async () => {
    const form = open(new FakeDesk().tell('attachments', 'ofCase', []))

    expect(form.get(gone).text()).toContain('井盖.jpg：照片已不在本机')
    expect(form.emitted('change')).toBeUndefined()
    await form.get('[data-testid="file-unname"]').trigger('click')

    expect(form.emitted('change')).toEqual([[[]]])
  })

  it('is not said to be gone before the host has said which are there, nor where it says that it cannot', async () => {
    const host = new FakeDesk()
    const form = open(host)
    expect(form.find(gone).exists()).toBe(false)
    host.trouble('attachments', 'ofCase', 'not-found')
    await nextTick()
    expect(form.find(gone).exists()).toBe(false)

    host.tell('attachments', 'ofCase', [here]).trouble('attachments', 'ofCase', 'not-found')
    await nextTick()

    expect([form.find(gone).exists(), form.emitted('change')]).toEqual([false, undefined])
  })

  it('is not said to be gone when it was stored a moment ago, until a form that names it has been sent in vain', async () => {
    const host = new FakeDesk().tell('attachments', 'ofCase', [])
      .answer('attachments', 'begin', () => Promise.resolve(ok({ upload: 'b'.repeat(32) })))
      .answer('attachments', 'append', ({ offset, bytes }) => Promise.resolve(ok({ offset: offset + bytes.byteLength })))
      .answer('attachments', 'finish', () => Promise.resolve(ok(file)))
    const form = open(host, [])
    window.dispatchEvent(Object.assign(new Event('drop'), { dataTransfer: { types: ['Files'], files: [new File(['123'], 'a.png')] } }))
    await vi.waitFor(() => expect(form.emitted('change')).toEqual([[[file]]]), SOON)
    await form.setProps({ files: [file] })

    host.tell('attachments', 'ofCase', [])
    await nextTick()
    expect(form.find(gone).exists()).toBe(false)
    for (const is of [true, false]) {
      isLocked.value = is
      await nextTick()
    }

    expect(form.find(gone).exists()).toBe(true)
  })
})
