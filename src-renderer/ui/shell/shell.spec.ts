import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { setLocale } from '#renderer/i18n/index.ts'
import { linkRungs } from './link-rung.ts'
import LinkLadder from './LinkLadder.vue'
import PaneHead from './PaneHead.vue'
import StripSlot from './StripSlot.vue'
import TrayPanel from './TrayPanel.vue'

afterEach(() => {
  setLocale('zh-CN')
  document.body.replaceChildren()
})

describe('the link ladder', () => {
  it.each(linkRungs)('keeps all four rungs in their places while %s is live', (rung) => {
    const ladder = mount(LinkLadder, { props: { rung } })

    expect(ladder.findAll('li').map((step) => step.text())).toEqual(['正常', '抖动', '离线', '追平'])
    expect(ladder.findAll('li').map((step) => step.classes('live'))).toEqual(linkRungs.map((step) => step === rung))
    expect(ladder.findAll('li svg')).toHaveLength(1)
  })

  it('says since when, how many wait and one more fact, to the eye and to a screen reader', () => {
    const ladder = mount(LinkLadder, { props: { rung: 'offline', since: Date.parse('2020-01-02T02:14:07+08:00'), waiting: 3, detail: '重试 2 次' } })

    expect(ladder.attributes('aria-label')).toBe('链路 离线，自 2020-01-02 02:14:07，发件箱 3 待发，重试 2 次')
    expect(ladder.attributes('role')).toBe('status')
    expect(ladder.text()).toContain('3 待发')
  })

  it('is silent about since when while all is normal', () => {
    const ladder = mount(LinkLadder, { props: { rung: 'normal', since: 0 } })

    expect(ladder.attributes('aria-label')).toBe('链路 正常，发件箱 0')
  })

  it('says when the service of this machine is gone, with no rung live', () => {
    const ladder = mount(LinkLadder, { props: { rung: 'host-gone' } })

    expect(ladder.findAll('.live')).toHaveLength(0)
    expect(ladder.text()).toContain('本机服务中断')
  })

  it('speaks English', async () => {
    setLocale('en')

    const ladder = mount(LinkLadder, { props: { rung: 'catching-up', detail: '412 to go' } })

    expect(ladder.findAll('li').map((step) => step.text())).toEqual(['Normal', 'Unsteady', 'Offline', 'Catching up'])
  })
})

describe('a pane', () => {
  it('carries the time of its source, and a hollow sign when that is old', async () => {
    const head = mount(PaneHead, { props: { title: '车辆', asOf: Date.parse('2020-01-02T02:14:07+08:00') } })
    expect(head.find('.stamp svg').exists()).toBe(false)

    await head.setProps({ stale: true })

    expect(head.text()).toContain('截至 2020-01-02 02:14:07')
    expect(head.find('.stamp svg').exists()).toBe(true)
  })

  it('says so when what is old is of an age nobody knows', async () => {
    const head = mount(PaneHead, { props: { title: '工作列表' } })
    expect(head.find('.stamp').exists()).toBe(false)

    await head.setProps({ stale: true })

    expect(head.get('.stamp').text()).toBe('截至 未知')
  })
})

describe('the strip over the case', () => {
  it('keeps its place when there is nothing to say', () => {
    const strip = mount(StripSlot)

    expect(strip.classes()).toEqual(['strip', 'empty'])
    expect(strip.attributes('role')).toBeUndefined()
    expect(strip.text()).toBe('')
  })

  it('tells of the lost link: since when, what works, what does not', () => {
    const strip = mount(StripSlot, { props: { title: '离线', meaning: 'overdue', facts: ['02:14:07 起', '可受理'], mute: '视频停' } })

    expect(strip.attributes('role')).toBe('status')
    expect(strip.text()).toBe('离线02:14:07 起可受理视频停')
  })
})

describe('the tray', () => {
  it('takes the focus, closes with Esc and gives the caret back', () => {
    const field = document.createElement('textarea')
    field.value = '井盖裂成两半'
    document.body.append(field)
    field.focus()
    field.setSelectionRange(2, 2)
    const onClose = vi.fn(() => tray.unmount())
    const tray = mount(TrayPanel, { props: { title: '发件箱', onClose }, attachTo: document.body })

    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { code: 'Escape', bubbles: true, cancelable: true }))

    expect(onClose).toHaveBeenCalledOnce()
    expect(document.activeElement).toBe(field)
    expect(field.selectionStart).toBe(2)
  })
})
