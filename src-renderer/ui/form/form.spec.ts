import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, reactive, ref } from 'vue'
import CheckRow from './CheckRow.vue'
import ComboField from './ComboField.vue'
import DateTimeField from './DateTimeField.vue'
import { provideFormLock } from './form-lock.ts'
import PinField from './PinField.vue'
import SegmentedControl from './SegmentedControl.vue'
import SelectField from './SelectField.vue'
import TextField from './TextField.vue'
import TimeField from './TimeField.vue'

// jsdom does not lay out, so it has nothing to scroll.
Element.prototype.scrollIntoView = vi.fn()

const classes = [
  { value: 'C0101', code: 'C0101', label: '上水井盖' },
  { value: 'C0102', code: 'C0102', label: '污水井盖', blocked: '目录已停用' },
  { value: 'C0123', code: 'C0123', label: '不明井盖' },
]
const key = (element: Element, code: string, more: KeyboardEventInit & { keyCode?: number } = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...more })
  element.dispatchEvent(event)
  return event
}
const listed = (): string[] => [...document.querySelectorAll('[role=option]')].map((option) => option.textContent)

afterEach(() => document.body.replaceChildren())

describe('a text field', () => {
  it('hands over nothing an input method is still composing', async () => {
    const field = mount(TextField, { props: { label: '位置', modelValue: '' } })
    const input = field.get('input')

    await input.trigger('compositionstart')
    input.element.value = "mei'he"
    await input.trigger('input')
    expect(field.emitted('update:modelValue')).toBeUndefined()
    input.element.value = '梅河'
    await input.trigger('compositionend')

    expect(field.emitted('update:modelValue')).toEqual([['梅河']])
  })

  it('is found by its name, and its error is read with it', () => {
    const field = mount(TextField, { props: { label: '部件', modelValue: '34', error: '要 16 位，现 2 位' }, attachTo: document.body })
    const input = field.get('input')

    expect(field.get('label').attributes('for')).toBe(input.attributes('id'))
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(document.getElementById(input.attributes('aria-describedby')!)?.textContent).toBe('要 16 位，现 2 位')
    field.unmount()
  })

  it('says that it is full, and how much of a paste it has not taken', async () => {
    const field = mount(TextField, { props: { label: '处置意见', modelValue: '已', maxLength: 5, 'onUpdate:modelValue': (modelValue: string) => field.setProps({ modelValue }) } })
    const input = field.get('input')

    input.element.dispatchEvent(new InputEvent('beforeinput', { inputType: 'insertFromPaste', data: '经清理完毕，现场整洁', bubbles: true }))
    await input.setValue('已经清理完')
    expect(field.get('.note').text()).toBe('已满 5 字，后面 6 字没有收下，请缩短')
    await input.setValue('已清理')

    expect(field.find('.note').exists()).toBe(false)
  })
})

describe('a combo field', () => {
  const open = async (props: Record<string, unknown> = {}) => {
    const field = mount(ComboField, { props: { label: '小类', modelValue: '', options: classes, ...props }, attachTo: document.body })
    await field.get('input').setValue('井')
    await field.setProps({ modelValue: '井' })
    return field
  }

  it('chooses with arrows and Enter, passing by what cannot be chosen', async () => {
    const field = await open()
    const input = field.get('input').element

    key(input, 'ArrowDown')
    key(input, 'ArrowDown')
    await nextTick()
    const active = document.getElementById(input.getAttribute('aria-activedescendant')!)
    const enter = key(input, 'Enter')

    expect(active?.textContent).toContain('不明井盖')
    expect(field.emitted('pick')).toEqual([[classes[2]]])
    expect(enter.defaultPrevented).toBe(true)
    field.unmount()
  })

  it('leaves Enter and arrows to the input method while it composes', async () => {
    const field = await open()
    const input = field.get('input').element
    key(input, 'ArrowDown')

    key(input, 'Enter', { isComposing: true })
    key(input, 'Enter', { keyCode: 229 })

    expect(field.emitted('pick')).toBeUndefined()
    field.unmount()
  })

  it('never takes an option nobody looked at: new options start without one', async () => {
    const field = await open()
    const input = field.get('input').element
    key(input, 'ArrowDown')

    await field.setProps({ options: [...classes].reverse() })
    key(input, 'Enter')

    expect(field.emitted('pick')).toBeUndefined()
    expect(field.emitted('enter')).toEqual([['井']])
    field.unmount()
  })

  it('has the first option at hand when it is eager, as the command bar', async () => {
    const field = await open({ eager: true })

    key(field.get('input').element, 'Enter')

    expect(field.emitted('pick')).toEqual([[classes[0]]])
    field.unmount()
  })

  it('closes its list with Esc first, and only then lets Esc go on', async () => {
    const field = await open()
    const input = field.get('input').element

    const first = key(input, 'Escape')
    await nextTick()
    const second = key(input, 'Escape')

    expect([first.defaultPrevented, second.defaultPrevented]).toEqual([true, false])
    expect(listed()).toEqual([])
    field.unmount()
  })

  it('says so when nothing matches, and that it is still looking when it is', async () => {
    const field = await open({ options: [] })
    expect(document.body.textContent).toContain('没有匹配项')

    await field.setProps({ searching: true })

    expect(document.body.textContent).toContain('取数中')
    field.unmount()
  })
})

describe('a select field', () => {
  it('opens with Space, moves and chooses, and says what is chosen', async () => {
    const field = mount(SelectField, { props: { label: '立案条件', modelValue: 'C0101', options: classes }, attachTo: document.body })
    const box = field.get('[role=combobox]')

    key(box.element, 'Space')
    key(box.element, 'ArrowDown')
    key(box.element, 'Enter')
    await nextTick()

    expect(field.emitted('update:modelValue')).toEqual([['C0123']])
    expect(box.attributes('aria-expanded')).toBe('false')
    expect(box.attributes('aria-label')).toBe('立案条件 不明井盖')
    field.unmount()
  })
})

describe('a PIN', () => {
  const pinField = (modelValue = '') => mount(PinField, { props: { label: 'PIN', modelValue }, attachTo: document.body })

  it('takes a pasted one whatever stands between the digits', async () => {
    const field = pinField()

    await field.get('input').setValue(' 12-34 56 7')

    expect(field.emitted('update:modelValue')).toEqual([['123456']])
    expect(field.emitted('complete')).toEqual([['123456']])
    field.unmount()
  })

  it('takes full-width digits of an input method and nothing but digits', async () => {
    const field = pinField()

    await field.get('input').setValue('１２a井')

    expect(field.emitted('update:modelValue')).toEqual([['12']])
    expect(field.get('input').element.value).toBe('12')
    field.unmount()
  })

  it('shows only how many there are, and is one named field', () => {
    const field = pinField('123')

    expect(field.findAll('.dot')).toHaveLength(3)
    expect(field.text()).not.toContain('123')
    expect(field.get('label').attributes('for')).toBe(field.get('input').attributes('id'))
    expect(field.get('input').attributes('type')).toBe('password')
    field.unmount()
  })

  it('loses its last digit by backspace', async () => {
    const field = pinField('123')

    await field.get('input').setValue('12')

    expect(field.emitted('update:modelValue')).toEqual([['12']])
    field.unmount()
  })
})

describe('one of a few', () => {
  it('is chosen by arrow keys, around the end and past what is blocked', async () => {
    const options = [{ value: 'a', label: '甲' }, { value: 'b', label: '乙', blocked: '离线不可用' }, { value: 'c', label: '丙' }]
    const control = mount(SegmentedControl, { props: { label: '班次', options, modelValue: 'a' }, attachTo: document.body })

    await control.get('[role=radiogroup]').trigger('keydown', { key: 'ArrowRight' })
    await control.setProps({ modelValue: 'c' })
    await control.get('[role=radiogroup]').trigger('keydown', { key: 'ArrowRight' })

    expect(control.emitted('update:modelValue')).toEqual([['c'], ['a']])
    control.unmount()
  })
})

describe('a line to tick', () => {
  it('that cannot be ticked says why', () => {
    const row = mount(CheckRow, { props: { label: '评价员', modelValue: false, blocked: '本月无此岗' } })

    expect(row.get('input').attributes('disabled')).toBeDefined()
    expect(row.text()).toContain('本月无此岗')
  })
})

describe('a date and time', () => {
  it('is shown on the hall\'s clock, whatever zone the machine is set to', async () => {
    const field = mount(DateTimeField, { props: { label: '发现', modelValue: Date.parse('2026-11-19T17:15:00Z') }, attachTo: document.body })
    await nextTick()

    expect(field.get('input').element.value).toBe('2026-11-20 01:15')
    field.unmount()
  })
})

describe('a time of day', () => {
  it.each([
    ['19:30', 1_170], ['1930', 1_170], ['7:30', 450], ['０７：３０', 450], ['24:00', null], ['12:60', null], ['7', null], ['PM 7:30', null],
  ])('reads %s as minute %s of the day, whatever language the machine speaks', async (typed, minute) => {
    const field = mount(TimeField, { props: { label: '开始时间', modelValue: 0 } })

    await field.get('input').setValue(typed)

    expect(field.emitted('update:modelValue')?.at(-1)).toEqual([minute])
  })

  it('is written on 24 hours once the field is left', async () => {
    const field = mount(TimeField, { props: { label: '开始时间', modelValue: 1_200 } })
    expect(field.get('input').element.value).toBe('20:00')

    await field.get('input').setValue('730')
    await field.setProps({ modelValue: 450 })
    expect(field.get('input').element.value).toBe('730')
    await field.get('input').trigger('focusout')

    expect(field.get('input').element.value).toBe('07:30')
  })
})

describe('the fields of a form that is on its way', () => {
  const isLocked = ref(true)
  const values = reactive({ words: '井盖', condition: 'C0101', urgent: false, result: 'yes' })
  const form = defineComponent(() => {
    provideFormLock(() => isLocked.value)
    return () => [
      h(TextField, { id: 'words', label: '描述', modelValue: values.words }),
      h(SelectField, { id: 'condition', label: '条件', options: classes, modelValue: values.condition, 'onUpdate:modelValue': (now: string) => (values.condition = now) }),
      h(CheckRow, { label: '紧急', modelValue: values.urgent, 'onUpdate:modelValue': (now: boolean) => (values.urgent = now) }),
      h(SegmentedControl, { label: '结果', options: [{ value: 'yes', label: '是' }, { value: 'no', label: '否' }], modelValue: values.result, 'onUpdate:modelValue': (now: string) => (values.result = now) }),
    ]
  })

  it('can be read and not changed, until it has come back', async () => {
    const page = mount(form, { attachTo: document.body })
    const change = async (): Promise<void> => {
      key(page.get('#condition').element, 'KeyC', { key: 'c' })
      page.get<HTMLInputElement>('[type=checkbox]').element.click()
      page.findAll('[role=radio]')[1]?.element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
      await nextTick()
    }

    await change()
    expect(page.get<HTMLInputElement>('#words').element.readOnly).toBe(true)
    expect(values).toMatchObject({ condition: 'C0101', urgent: false, result: 'yes' })
    isLocked.value = false
    await nextTick()
    await change()

    expect(page.get<HTMLInputElement>('#words').element.readOnly).toBe(false)
    expect(values).toMatchObject({ condition: 'C0123', urgent: true, result: 'no' })
  })
})
