import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { aSessionStatus } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { turnSession, useDesk, useTopic } from './index.ts'

const drafts = [{ id: '018f0000-0000-7000-8000-000000000001', no: null, title: '井盖', savedAt: 1 }] as never
const Pane = defineComponent(() => {
  const { value, refusal, isOld } = useTopic(useDesk().watch.intake.drafts, () => ({}))
  return () => h('p', { class: { old: isOld.value } }, `${String(value.value?.length ?? 'none')} ${refusal.value?.code ?? ''}`)
})

describe('a watched topic', () => {
  it('ended by a lock keeps what it showed, and begins again when the seat is unlocked', async () => {
    const host = new FakeDesk().tell('session', 'status', aSessionStatus()).tell('intake', 'drafts', drafts)
    const pane = mount(Pane, { global: { plugins: host.plugins() } })

    host.refuse('intake', 'drafts', 'no-session')
    await pane.vm.$nextTick()
    expect(pane.text()).toBe('1 no-session')
    expect(host.watched('intake', 'drafts')).toEqual([])

    turnSession()
    await pane.vm.$nextTick()
    await pane.vm.$nextTick()
    expect(pane.text()).toBe('1')
    expect(host.watched('intake', 'drafts')).toHaveLength(1)
  })

  it('that cannot be read now keeps what it showed as old, until there is a snapshot again', async () => {
    const host = new FakeDesk().tell('intake', 'drafts', drafts)
    const pane = mount(Pane, { global: { plugins: host.plugins() } })
    expect(pane.classes()).not.toContain('old')

    host.trouble('intake', 'drafts', 'internal')
    await pane.vm.$nextTick()
    expect(pane.text()).toBe('1 internal')
    expect(pane.classes()).toContain('old')
    expect(host.watched('intake', 'drafts')).toHaveLength(1)

    host.tell('intake', 'drafts', drafts)
    await pane.vm.$nextTick()
    expect(pane.text()).toBe('1')
    expect(pane.classes()).not.toContain('old')
  })

  it('refused for another reason stays ended', async () => {
    const host = new FakeDesk()
    mount(Pane, { global: { plugins: host.plugins() } })
    host.refuse('intake', 'drafts', 'forbidden')

    turnSession()
    await Promise.resolve()

    expect(host.watched('intake', 'drafts')).toEqual([])
  })

  it('ends with the component that watched it', () => {
    const host = new FakeDesk()
    const pane = mount(Pane, { global: { plugins: host.plugins() } })

    pane.unmount()

    expect(host.watched('intake', 'drafts')).toEqual([])
  })
})
