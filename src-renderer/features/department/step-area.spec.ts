import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { SOON } from '#tests/builders/patience.ts'
import { accepted, aPhoto, fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import { useDelivery } from './delivery.store.ts'
import { useDrafts } from './drafts.store.ts'
import { usePictures } from './pictures.store.ts'
import StepArea from './StepArea.vue'

let world: FakeDepartment
const row: CaseRow = handledCase()

beforeEach(() => {
  world = fakeDepartment()
})

const show = (of: CaseRow): VueWrapper => mount(StepArea, { props: { row: of }, attachTo: document.body, global: world.global() })

describe('a step that is being written', () => {
  it('says what becomes of a telephone number as soon as one stands in the words', async () => {
    useDrafts().setWords(row.id, 'note', '联系人 1381234567')
    useDrafts().change(row.id, { open: 'note' })
    const area = show(row)
    expect(area.text()).not.toContain('号码送出后只显示一部分')

    await area.get('#words-note').setValue('联系人 13812345678')

    expect(area.text()).toContain('号码送出后只显示一部分')
  })
})

describe('pictures that follow an answer', () => {
  it('leave the words of another step to be written on while they are on their way, and say what it waits for', async () => {
    await usePictures().add(row.id, 'after', [aPhoto('后.jpg')])
    await vi.waitFor(() => expect(useDrafts().of(row.id).pictures[0]?.isThere).toBe(true), SOON)
    useDrafts().change(row.id, { open: 'note' })
    useDrafts().setWords(row.id, 'note', '已到现场')
    await useDelivery().submit(row, 'attach')
    const area = show(row)
    const confirm = area.get('[data-testid="step-panel"] .answers button')

    await area.get('#words-note').setValue('已到现场，井盖已换')
    await confirm.trigger('click')

    expect(area.get('#words-note').attributes('readonly')).toBeUndefined()
    expect([confirm.attributes('aria-busy'), world.client.sent.length]).toEqual([undefined, 1])
    expect(area.text()).toContain('补送照片还没有送到，送到后再办这一步')
    world.client.answers.push((sent) => sent.map(accepted), (sent) => sent.map(accepted))
    await useDelivery().deliver(row.id)
    await confirm.trigger('click')
    expect(world.client.sent[2]?.map(({ body }) => body)).toEqual([{ action: 'note', args: { words: '已到现场，井盖已换' } }])
  })
})

describe('an answer with photographs', () => {
  const confirm = (area: VueWrapper) => area.get('[data-testid="step-panel"] .answers button')

  it('does not leave while a photograph that was chosen is still being taken in', async () => {
    const kept = Promise.withResolvers<boolean>()
    vi.spyOn(world.box, 'put').mockImplementationOnce((id, bytes) => {
      world.box.bytes.set(id, bytes)
      return kept.promise
    })
    useDrafts().setWords(row.id, 'answer', '已更换井盖')
    useDrafts().change(row.id, { open: 'answer' })
    const area = show(row)
    const added = usePictures().add(row.id, 'after', [aPhoto('1.jpg'), aPhoto('2.jpg')])
    await flushPromises()

    await confirm(area).trigger('click')
    expect([area.text(), world.client.sent]).toEqual([expect.stringContaining('还有 2 张照片正在读取'), []])

    kept.resolve(true)
    await added
    await vi.waitFor(() => expect(useDrafts().of(row.id).pictures.every(({ isThere }) => isThere)).toBe(true), SOON)
    await confirm(area).trigger('click')
    expect(world.client.sent[0]?.map(({ body }) => body.action)).toEqual(['answer', 'attach', 'attach'])
  })

  it('has a way in for those it left behind, as long as the case is the department’s', async () => {
    await usePictures().add(row.id, 'after', [aPhoto('后.jpg')])
    await vi.waitFor(() => expect(useDrafts().of(row.id).pictures[0]?.isThere).toBe(true), SOON)
    const gone = show({ ...row, state: 'filed', department: null })
    expect(gone.find('[data-testid="left-pictures"]').exists()).toBe(true)
    expect(gone.find('[data-testid="follow"]').exists()).toBe(false)
    gone.unmount()
    const area = show({ ...row, state: 'answered' })
    world.client.answers.push((sent) => sent.map(accepted))

    await area.get('[data-testid="follow"]').trigger('click')

    await vi.waitFor(() => expect(useDelivery().states.get(row.id)).toEqual({ step: 'attach', state: 'done' }), SOON)
    expect(world.client.sent[0]?.map(({ body }) => body.action)).toEqual(['attach'])
    expect(area.find('[data-testid="left-pictures"]').exists()).toBe(false)
  })
})
