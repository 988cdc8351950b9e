import { mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import { turnSession, useDeskStore } from '#renderer/desk/index.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { sampleBehind } from '#tests/fakes/sample-board.ts'
import type { Drill } from '../board.store.ts'
import { useBehind } from './use-behind.ts'

const drillOf = (indicator: Drill['indicator']): Drill => ({
  indicator, scope: { subject: 'department', id: null }, period: { kind: 'month', start: '2026-11-01' },
  filter: { classes: null, sources: null, street: null, community: null, department: null, grid: null },
})

let host: FakeDesk
let list: VueWrapper
let refusal: ErrorCode | null
const drill = shallowRef<Drill>(drillOf('late'))
const figure = shallowRef<object | null>(null)
const asked = (): number => host.asked('evaluation', 'behind').length
const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1_000)

function open(refused: ErrorCode): void {
  refusal = refused
  const List = defineComponent(() => {
    useDeskStore().state = 'here'
    const behind = useBehind(() => drill.value, () => figure.value)
    return () => h('p', `${String(behind.rows.value.length)} ${behind.error.value ?? ''}`)
  })
  list = mount(List, { global: { plugins: host.plugins() } })
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  host = new FakeDesk()
  host.answer('evaluation', 'behind', async () =>
    refusal === null ? ok({ rows: [sampleBehind(1)], total: 1, asOf: 1 }) : refuse(refusal))
  drill.value = drillOf('late')
  figure.value = {}
})
afterEach(() => {
  list.unmount()
  vi.useRealTimers()
})

describe('cases behind a figure that were refused', () => {
  it('are asked for again after pauses that grow to a minute, and after five seconds once they were there', async () => {
    open('storage-failed')
    const pauses: number[] = []
    for (let seconds = 0, before = 1; pauses.length < 6; seconds = 0) {
      while (asked() === before) {
        await pass(1)
        seconds += 1
      }
      before = asked()
      pauses.push(seconds)
    }
    expect(pauses).toEqual([5, 10, 20, 40, 60, 60])

    refusal = null
    await pass(60)
    expect(list.text()).toBe('1')
    refusal = 'storage-failed'
    await pass(60)
    const before = asked()
    figure.value = {}
    await pass(0)
    expect(asked()).toBe(before + 1)
    await pass(5)
    expect(asked()).toBe(before + 2)
  })

  it.each([
    ['another question', () => (drill.value = drillOf('overdue'))],
    ['the figure is told anew', () => (figure.value = {})],
    ['a session', () => turnSession()],
    ['a host', () => (useDeskStore().generation += 1)],
  ])('for good are not asked for again until there is %s', async (_what, happen) => {
    open('no-session')
    await pass(600)
    expect([asked(), list.text()]).toEqual([1, '0 no-session'])

    refusal = null
    happen()
    await pass(0)

    expect([asked(), list.text()]).toEqual([2, '1'])
  })

  it('are asked for at once when the line to the same host is back', async () => {
    open('host-gone')
    await pass(100)
    useDeskStore().state = 'gone'
    await pass(0)
    const before = asked()

    refusal = null
    useDeskStore().state = 'here'
    await pass(0)

    expect([asked(), list.text()]).toEqual([before + 1, '1'])
  })
})
