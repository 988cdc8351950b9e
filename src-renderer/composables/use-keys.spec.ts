import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { VNode } from 'vue'
import { parseKeys } from './key-combo.ts'
import { useActiveKeys, useKeys, useNearestKeys } from './use-keys.ts'
import type { KeyBinding, KeyGroup } from './use-keys.ts'

const press = (init: KeyboardEventInit & { keyCode?: number }, target: EventTarget = document.body): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

const within = (setup: () => () => VNode | null) => defineComponent({ setup })

const open = (bindings: KeyBinding[], options: { exclusive?: boolean; name?: string } = {}) =>
  mount(within(() => {
    useKeys(() => options.name ?? '坐席', bindings, options)
    return () => h('input')
  }), { attachTo: document.body })

const bind = (keys: string | string[], run = vi.fn<KeyBinding['run']>(), more: Partial<Omit<KeyBinding, 'run'>> = {}) =>
  ({ keys, label: () => '做', run, ...more })

afterEach(() => document.body.replaceChildren())

describe('keys of the shift', () => {
  it('open the command bar by the physical slash, though the input method writes 、', () => {
    const slash = bind('/')
    const seat = open([slash])

    press({ code: 'Slash', key: '、' })

    expect(slash.run).toHaveBeenCalledOnce()
    seat.unmount()
  })

  it('ask for help by Shift and slash, though the input method writes ？', () => {
    const help = bind('?')
    const slash = bind('/')
    const seat = open([slash, help])

    press({ code: 'Slash', key: '？', shiftKey: true })

    expect(help.run).toHaveBeenCalledOnce()
    expect(slash.run).not.toHaveBeenCalled()
    seat.unmount()
  })

  it('never act while an input method is composing', () => {
    const step = bind('Ctrl+Enter')
    const seat = open([step])
    const field = seat.element as HTMLElement

    press({ code: 'Enter', ctrlKey: true, isComposing: true }, field)
    press({ code: 'Enter', ctrlKey: true, keyCode: 229 }, field)

    expect(step.run).not.toHaveBeenCalled()
    seat.unmount()
  })

  it('leave plain keys to the field one types in, but take Ctrl, Alt and function keys', () => {
    const runs = ['/', 'Ctrl+Enter', 'Alt+1', 'F2'].map((keys) => bind(keys))
    const seat = open(runs)
    const field = seat.element as HTMLElement

    press({ code: 'Slash', key: '/' }, field)
    press({ code: 'NumpadEnter', ctrlKey: true }, field)
    press({ code: 'Digit1', altKey: true }, field)
    press({ code: 'F2' }, field)

    expect(runs.map((binding) => binding.run.mock.calls.length)).toEqual([0, 1, 1, 1])
    seat.unmount()
  })

  it('do not fire again while held down, unless they move through rows', () => {
    const step = bind('F2')
    const next = bind('Down', vi.fn<KeyBinding['run']>(), { repeats: true })
    const seat = open([step, next])

    press({ code: 'F2', repeat: true })
    press({ code: 'ArrowDown', repeat: true })

    expect(step.run).not.toHaveBeenCalled()
    expect(next.run).toHaveBeenCalledOnce()
    seat.unmount()
  })

  it('belong to the topmost scope that knows them', () => {
    const below = bind('Esc')
    const above = bind('Esc')
    const seat = open([below, bind('F6')])
    const tray = open([above])

    press({ code: 'Escape' })
    tray.unmount()
    press({ code: 'Escape' })

    expect(above.run).toHaveBeenCalledOnce()
    expect(below.run).toHaveBeenCalledOnce()
    seat.unmount()
  })

  it('stop at a panel that wants them all', () => {
    const newCase = bind('F2')
    const seat = open([newCase])
    const help = open([bind('Esc')], { exclusive: true })

    const event = press({ code: 'F2' })

    expect(newCase.run).not.toHaveBeenCalled()
    expect(event.defaultPrevented).toBe(false)
    help.unmount()
    seat.unmount()
  })

  it('leave alone what a list has already used', () => {
    const close = bind('Esc')
    const seat = open([close])
    const field = seat.element as HTMLElement
    field.addEventListener('keydown', (event) => event.preventDefault())

    press({ code: 'Escape' }, field)

    expect(close.run).not.toHaveBeenCalled()
    seat.unmount()
  })

  it('are listed for the key help, without those not offered now', () => {
    let groups: readonly KeyGroup[] = []
    const Child = within(() => {
      useNearestKeys()?.add(bind('F8', vi.fn<KeyBinding['run']>(), { label: () => '推送到大屏' }))
      const active = useActiveKeys()
      return () => {
        groups = active.value
        return null
      }
    })
    const seat = mount(within(() => {
      useKeys(() => '坐席', [bind(['/', 'Ctrl+K'], vi.fn<KeyBinding['run']>(), { label: () => '搜索' }), bind('F2', vi.fn<KeyBinding['run']>(), { when: () => false })])
      return () => h(Child)
    }))

    expect(groups).toEqual([{ name: '坐席', keys: [{ keys: ['/', 'Ctrl+K'], label: '搜索' }, { keys: ['F8'], label: '推送到大屏' }] }])
    seat.unmount()
  })

  it('refuse a key that does not exist when the binding is made', () => {
    expect(() => parseKeys('Ctrl+Return')).toThrow(RangeError)
    expect(() => parseKeys('Strg+K')).toThrow(RangeError)
  })
})
