import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import RevealNumbers from './RevealNumbers.vue'

const caseId = CaseId.parse('018f0000-0000-7000-8000-000000000001')
const record = CmdId.parse('018f0000-0000-7000-8000-000000000002')
const numbers = [
  { record, field: 'description', plain: '13987654321', masked: '139****4321' },
  { record, field: 'description', plain: '0551-63512345', masked: '0551-63***45' },
]

let host: FakeDesk
let row: VueWrapper
const reason = () => row.get<HTMLInputElement>('#reveal-numbers-reason')
const shown = (): string[] => row.findAll('.number').map((one) => one.text())

beforeEach(() => {
  vi.useFakeTimers({ now: windowTime })
  host = new FakeDesk()
  row = mount(RevealNumbers, { props: { caseId, count: 2 }, global: { plugins: host.plugins() }, attachTo: document.body })
})
afterEach(() => {
  row.unmount()
  vi.useRealTimers()
})

async function ask(words: string): Promise<void> {
  await row.get('[data-testid=reveal-numbers]').trigger('click')
  await reason().setValue(words)
  await row.get('[data-testid=reveal-numbers-confirm]').trigger('click')
  await flushPromises()
}

describe('numbers masked in the texts of a case', () => {
  it('are counted and not shown', () => {
    expect(row.text()).toContain('文本中有 2 个号码已掩码')
    expect(shown()).toEqual([])
  })

  it('are asked for with a reason, whose field takes the caret', async () => {
    await ask('  ')

    expect(host.asked('cases', 'revealNumbers')).toEqual([])
    expect(document.activeElement).toBe(reason().element)
  })

  it('are shown whole for half a minute, then hidden by themselves', async () => {
    host.answer('cases', 'revealNumbers', async () => ok({ numbers }))

    await ask('回访核对')
    expect(host.asked('cases', 'revealNumbers')).toEqual([{ caseId, reason: '回访核对' }])
    expect(shown()).toEqual(['13987654321', '0551-63512345'])
    expect(row.text()).toContain('30 秒后隐藏')
    await vi.advanceTimersByTimeAsync(30_000)

    expect(shown()).toEqual([])
  })

  it('are hidden at once when somebody says so', async () => {
    host.answer('cases', 'revealNumbers', async () => ok({ numbers }))
    await ask('回访核对')

    await row.get('.button').trigger('click')

    expect(shown()).toEqual([])
  })

  it('stay masked when the record refuses, and it is said why', async () => {
    host.answer('cases', 'revealNumbers', async () => refuse('wrong-post'))

    await ask('回访核对')

    expect(shown()).toEqual([])
    expect(row.get('[role=alert]').text()).not.toBe('')
  })

  it('are asked for no more after Escape', async () => {
    await row.get('[data-testid=reveal-numbers]').trigger('click')

    reason().element.dispatchEvent(new KeyboardEvent('keydown', { code: 'Escape', bubbles: true }))
    await flushPromises()

    expect(row.find('#reveal-numbers-reason').exists()).toBe(false)
    expect(row.find('[data-testid=reveal-numbers]').exists()).toBe(true)
  })
})
