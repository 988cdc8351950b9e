import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ClockTable from './ClockTable.vue'
import CompareTable from './CompareTable.vue'
import CountList from './CountList.vue'
import DataTable from './DataTable.vue'
import NoticeList from './NoticeList.vue'
import VirtualList from './VirtualList.vue'

afterEach(() => document.body.replaceChildren())

describe('notices above a list', () => {
  const notices = (items: readonly string[]) => mount(NoticeList, {
    props: { items, keyOf: String, label: '没有办成的步骤' } as never, slots: { default: '<template #default="{ item }"><b>{{ item }}</b></template>' },
    attrs: { 'data-testid': 'notices' },
  })

  it('have a name and a line each, and leave no trace where there are none', () => {
    const list = notices(['受理', '备注']).get('ul[data-testid=notices]')

    expect([list.attributes('aria-label'), list.findAll('li > b').map((line) => line.text())]).toEqual(['没有办成的步骤', ['受理', '备注']])
    expect(notices([]).find('ul').exists()).toBe(false)
  })
})

describe('a table of rows', () => {
  const rows = [{ id: 'a', name: '县自来水公司' }, { id: 'b', name: '城关镇市政管理所' }]
  const columns = [{ key: 'name', label: '处置单位', text: (row: (typeof rows)[number]) => row.name }]
  const table = (selected?: string) => mount(DataTable, {
    props: { columns, rows, rowKey: (row: unknown) => (row as (typeof rows)[number]).id, label: '派遣建议', selectable: true, selected } as never, attachTo: document.body,
  })

  it('moves by arrows and opens by Enter, with one row in the tab order', async () => {
    const wrapper = table('a')
    const first = wrapper.findAll('tbody tr')[0]!

    await first.trigger('keydown', { code: 'ArrowDown' })
    await first.trigger('keydown', { code: 'Enter' })

    expect(wrapper.emitted('select')).toEqual([[rows[1]]])
    expect(wrapper.emitted('open')).toEqual([[rows[0]]])
    expect(wrapper.findAll('tbody tr').map((row) => row.attributes('tabindex'))).toEqual(['0', '-1'])
    wrapper.unmount()
  })

  it('does not run off its end', async () => {
    const wrapper = table('b')

    await wrapper.findAll('tbody tr')[1]!.trigger('keydown', { code: 'ArrowDown' })

    expect(wrapper.emitted('select')).toEqual([[rows[1]]])
    wrapper.unmount()
  })
})

describe('a long list', () => {
  beforeEach(() => {
    // jsdom does not lay out: give the list 280 px.
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(280)
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(376)
    Element.prototype.scrollTo = vi.fn()
  })
  afterEach(() => vi.restoreAllMocks())
  const list = async (props: Record<string, unknown> = {}) => {
    const wrapper = mount(VirtualList, {
      props: { count: 10_000, at: (index: number) => `案件 ${index}`, rowHeight: 56, label: '待受理', selected: 0, overscan: 1, ...props } as never,
      slots: { default: (slot: { item: unknown }) => String(slot.item) },
      attachTo: document.body,
    })
    await flushPromises()
    return wrapper
  }

  it('draws only what is in sight and asks for those rows', async () => {
    const wrapper = await list()

    expect(wrapper.findAll('[role=option]').length).toBeLessThan(12)
    expect(wrapper.text()).toContain('案件 4')
    expect(wrapper.emitted('range')?.at(-1)?.[0]).toBe(0)
    wrapper.unmount()
  })

  it('tells a screen reader which of how many', async () => {
    const wrapper = await list({ selected: 2 })
    const box = wrapper.get('[role=listbox]')
    const active = document.getElementById(box.attributes('aria-activedescendant')!)

    expect(active?.getAttribute('aria-posinset')).toBe('3')
    expect(active?.getAttribute('aria-setsize')).toBe('10000')
    expect(active?.getAttribute('aria-selected')).toBe('true')
    wrapper.unmount()
  })

  it('moves by keys within its ends and leaves composing alone', async () => {
    const wrapper = await list({ selected: 0 })
    const box = wrapper.get('[role=listbox]')

    for (const code of ['ArrowUp', 'ArrowDown', 'End']) await box.trigger('keydown', { code })
    await box.trigger('keydown', { code: 'ArrowDown', isComposing: true })
    await box.trigger('keydown', { code: 'Enter' })

    expect(wrapper.emitted('select')).toEqual([[0], [1], [9999]])
    expect(wrapper.emitted('open')).toEqual([[0]])
    wrapper.unmount()
  })
})

describe('the work lists', () => {
  it('say the count, what is late and what is due, and keep the columns when zero', () => {
    const wrapper = mount(CountList, { props: { label: '工作列表', current: 'a', items: [
      { id: 'a', label: '待受理', count: 7, overdue: 1, attention: 2, keys: 'Alt+1' }, { id: 'b', label: '草稿', count: 0 },
    ] } })
    const [first, second] = wrapper.findAll('button')

    expect(first!.attributes('aria-label')).toBe('待受理 7 超期 1 临期 2')
    expect(first!.attributes('aria-current')).toBe('true')
    expect(second!.element.children).toHaveLength(first!.element.children.length)
  })
})

describe('the clocks of a case', () => {
  it('open their arithmetic', async () => {
    const clock = { key: 'accept', step: '受理', limit: '15 分钟', phase: 'running' as const, share: 0.3, due: '14:36:33', sum: ['14:21:33 起连续 15 分钟'] }
    const wrapper = mount(ClockTable, { props: { clocks: [clock], label: '计时' } })
    expect(wrapper.text()).not.toContain('连续')

    await wrapper.get('button').trigger('click')

    expect(wrapper.text()).toContain('14:21:33 起连续 15 分钟')
    expect(wrapper.get('button').attributes('aria-expanded')).toBe('true')
  })
})

describe('base, mine and theirs', () => {
  const lines = [
    { field: 'department', label: '处置单位', base: '市政', mine: '未改', theirs: '园林', open: true },
    { field: 'extensions', label: '延期次数', base: '0', mine: '1', theirs: '0', open: false },
  ]

  it('choose by field and leave alone what follows another', async () => {
    const wrapper = mount(CompareTable, { props: { lines, modelValue: { department: 'mine' } } })

    await wrapper.findAll('input')[1]!.setValue()

    expect(wrapper.findAll('input')).toHaveLength(2)
    expect(wrapper.emitted('update:modelValue')).toEqual([[{ department: 'theirs' }]])
  })
})
