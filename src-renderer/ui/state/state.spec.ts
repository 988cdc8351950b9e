import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import CountDown from './CountDown.vue'
import ErrorState from './ErrorState.vue'
import LoadingState from './LoadingState.vue'
import StaleVeil from './StaleVeil.vue'
import StatusShape from './StatusShape.vue'
import StatusText from './StatusText.vue'

describe('what is left', () => {
  it('is said in words, and lateness is red without being told', async () => {
    const clock = mount(CountDown, { props: { dueAt: 625_000, nowMs: 0 } })
    expect(clock.text()).toBe('余 10:25')

    await clock.setProps({ nowMs: 877_000 })

    expect(clock.text()).toBe('超 04:12')
    expect(clock.classes()).toContain('overdue')
  })

  it('pauses with its clock', () => {
    expect(mount(CountDown, { props: { dueAt: null, nowMs: 0 } }).text()).toBe('计时暂停')
  })
})

describe('a meaning', () => {
  it('has a shape and a word; the shape alone is silent beside its word', () => {
    const status = mount(StatusText, { props: { meaning: 'overdue' }, slots: { default: '被拒' } })

    expect(status.text()).toBe('被拒')
    expect(status.get('svg').attributes('aria-hidden')).toBe('true')
  })

  it('as a shape alone has a name', () => {
    const shape = mount(StatusShape, { props: { kind: 'emergency', label: '紧急' } })

    expect(shape.attributes('role')).toBe('img')
    expect(shape.attributes('aria-label')).toBe('紧急')
  })
})

describe('loading', () => {
  const props = { total: 171_206, done: 106_112, unit: '个', startedAt: 0 }

  it('shows nothing in its first second', () => {
    expect(mount(LoadingState, { props: { ...props, nowMs: 999 } }).text()).toBe('')
  })

  it('then counts, with rate and time left', () => {
    const loading = mount(LoadingState, { props: { ...props, nowMs: 12_632 } })

    expect(loading.text().replaceAll('\u00a0', ' ')).toBe('106 112 / 171 206 个每秒 8 400 个约 7 秒')
    expect(loading.get('[role=progressbar]').attributes('aria-valuenow')).toBe('106112')
  })

  it('promises no time when nothing has come yet', () => {
    expect(mount(LoadingState, { props: { ...props, done: 0, nowMs: 5000 } }).text()).not.toContain('约')
  })
})

describe('an error', () => {
  it('says what failed, why, what to do, the code and when it is tried again', () => {
    const error = mount(ErrorState, { props: { code: 'bad-reply', what: '没有取到画面', detail: '网关 504', retryInSeconds: 12 } })

    expect(error.attributes('role')).toBe('alert')
    for (const words of ['没有取到画面', '平台答复无法识别', '网关 504', '检查网络', '12 秒后重试', 'bad-reply']) expect(error.text()).toContain(words)
  })

  it('can be retried by hand', async () => {
    const error = mount(ErrorState, { props: { code: 'offline', retryable: true } })

    await error.get('button').trigger('click')

    expect(error.emitted('retry')).toHaveLength(1)
  })
})

describe('what is stale', () => {
  it('stays readable and says since when', () => {
    const veil = mount(StaleVeil, { props: { stale: true, asOf: Date.parse('2020-01-02T02:14:07+08:00') }, slots: { default: '24 辆' } })

    expect(veil.text()).toContain('24 辆')
    expect(veil.get('[role=status]').text()).toContain('2020-01-02 02:14:07')
  })
})
