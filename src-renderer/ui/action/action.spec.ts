import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { VNode } from 'vue'
import { useKeys } from '#renderer/composables/index.ts'
import ActionButton from './ActionButton.vue'
import ConfirmPanel from './ConfirmPanel.vue'
import KeyHelp from './KeyHelp.vue'

const within = (setup: () => () => VNode) => mount(defineComponent({ setup }), { attachTo: document.body })
const inPane = (draw: () => VNode) => within(() => {
  useKeys(() => '案件', [])
  return draw
})
const press = (code: string, more: KeyboardEventInit = {}): boolean =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...more }))

afterEach(() => document.body.replaceChildren())

describe('an action', () => {
  it('is done by its button and by its key, and shows the key', async () => {
    const onAct = vi.fn()
    const pane = inPane(() => h(ActionButton, { kind: 'primary', keys: 'Ctrl+Enter', onAct }, () => '立案并派遣'))

    await pane.get('button').trigger('click')
    press('Enter', { ctrlKey: true })

    expect(onAct).toHaveBeenCalledTimes(2)
    expect(pane.get('kbd').text()).toBe('Ctrl Enter')
    pane.unmount()
  })

  it('that cannot be done says why instead of doing nothing', async () => {
    const onAct = vi.fn()
    const onRefused = vi.fn()
    const pane = inPane(() => h(ActionButton, { keys: 'F8', blocked: '与平台断开', onAct, onRefused }, () => '推送到大屏'))
    const button = pane.get('button')

    await button.trigger('click')
    press('F8')

    expect(onAct).not.toHaveBeenCalled()
    expect(onRefused.mock.calls).toEqual([['与平台断开'], ['与平台断开']])
    expect(button.attributes('aria-disabled')).toBe('true')
    expect(button.attributes('title')).toBe('与平台断开')
    expect(document.getElementById(button.attributes('aria-describedby')!)?.textContent).toBe('与平台断开')
    pane.unmount()
  })

  it('is not done twice while it runs', async () => {
    const onAct = vi.fn()
    const pane = inPane(() => h(ActionButton, { busy: true, onAct }, () => '结案'))

    await pane.get('button').trigger('click')

    expect(onAct).not.toHaveBeenCalled()
    pane.unmount()
  })

  it('gives its key back when it leaves', () => {
    const onAct = vi.fn()
    const pane = inPane(() => h(ActionButton, { keys: 'F8', onAct }, () => '推送到大屏'))
    pane.unmount()

    press('F8')

    expect(onAct).not.toHaveBeenCalled()
  })
})

describe('a question in the pane', () => {
  it('takes the focus into its first field and gives it back on Esc', async () => {
    const before = document.createElement('textarea')
    document.body.append(before)
    before.focus()
    const onCancel = vi.fn()
    const pane = inPane(() => h(ConfirmPanel, { title: '不立案', confirmLabel: '不立案', onCancel }, () => h('textarea', { id: 'reason' })))
    expect(document.activeElement?.id).toBe('reason')

    press('Escape')
    await pane.vm.$nextTick()

    expect(onCancel).toHaveBeenCalledOnce()
    expect(document.activeElement).toBe(before)
    pane.unmount()
  })

  it('is answered by Ctrl+Enter only when the reason is there', async () => {
    const onConfirm = vi.fn()
    const panel = mount(ConfirmPanel, { props: { title: '退回', confirmLabel: '退回', blocked: '要写明原因', onConfirm }, attachTo: document.body })
    press('Enter', { ctrlKey: true })
    expect(onConfirm).not.toHaveBeenCalled()

    await panel.setProps({ blocked: undefined })
    press('Enter', { ctrlKey: true })

    expect(onConfirm).toHaveBeenCalledOnce()
    panel.unmount()
  })
})

describe('the key help', () => {
  it('lists the keys of where I am by name, and closes with Esc or ?', () => {
    const onClose = vi.fn()
    const pane = within(() => {
      useKeys(() => '坐席', [{ keys: ['/', 'Ctrl+K'], label: () => '打开搜索', run: () => undefined }])
      return () => h(KeyHelp, { onClose })
    })

    press('Slash', { shiftKey: true, key: '？' })

    expect(pane.get('[role=dialog]').attributes('aria-label')).toBe('按键帮助')
    expect(pane.text()).toContain('坐席/Ctrl K打开搜索')
    expect(onClose).toHaveBeenCalledOnce()
    pane.unmount()
  })
})
