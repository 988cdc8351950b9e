import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setClockOffset } from '#renderer/composables/index.ts'
import { CaseId } from '#shared/kernel/ids.ts'
import { refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { samplePosts, sampleRanking, serveBoard } from '#tests/fakes/sample-board.ts'
import BoardPane from './BoardPane.vue'
import { useBoardStore } from './board.store.ts'

// A canvas needs a browser; what is drawn on it has a spec of its own, and the table behind it is here.
vi.mock('#renderer/charts/echarts.ts', () => ({ init: () => ({ on: () => undefined, setOption: () => undefined, resize: () => undefined, dispose: () => undefined }) }))

let host: FakeDesk
let board: VueWrapper
const cell = (id: string, indicator: string) => board.get(`[data-id="${id}"] [data-indicator=${indicator}]`)
const stand = async (): Promise<void> => {
  board = mount(BoardPane, { props: { hallName: '舒城县' }, global: { plugins: host.plugins() }, attachTo: document.body })
  useDeskStore().state = 'here'
  await flushPromises()
}

beforeEach(async () => {
  localStorage.clear()
  setClockOffset(Date.parse('2026-11-20T09:00:00+08:00') - Date.now())
  host = new FakeDesk().tell('link', 'status', aLinkStatus())
  serveBoard(host)
  await stand()
})
afterEach(() => {
  board.unmount()
  setClockOffset(0)
})

describe('the board', () => {
  it('ranks the departments of the running month, best first, and adds them up', () => {
    const names = board.findAll('[data-testid=ranking-row] .name').map((name) => name.text())

    expect([names[0], names.at(-1)]).toEqual(['县环境卫生管理所', '无责任单位'])
    expect(board.get('[data-testid=ranking-total] [data-indicator=shouldClose]').text()).toBe('2\u00a0845')
    expect(board.get('[data-testid=board-period]').text()).toContain('2026 年 11 月')
  })

  it('draws the reward line before the first department below it', () => {
    expect(board.findAll('tr.below').map((row) => row.attributes('data-id'))).toEqual(['d12'])
  })

  it('opens the arithmetic of the figure that is pressed, down to its cases', async () => {
    await cell('d12', 'onTimeRate').trigger('click')
    await flushPromises()

    expect(board.get('[data-testid=figure-value]').text()).toBe('71.43%')
    expect(board.get('[data-testid=figure-quotient]').text()).toBe('= 65 ÷ 91')
    expect(board.findAll('[data-testid=behind] tbody tr')).toHaveLength(20)
    expect(board.get('[data-testid=behind-total]').text()).toBe('列出 20 / 26 件')
  })

  it('lets a score add up to what the ranking says', async () => {
    await cell('d12', 'onTimeRate').trigger('click')
    await flushPromises()

    const lines = board.findAll('dd').map((line) => line.text())
    expect(lines.slice(-4)).toEqual(['42.86', '27.69', '9.29', '79.84'])
  })

  it('reads the cases behind a figure anew when it is told anew, though it is the same, and as many as were listed', async () => {
    await cell('d12', 'onTimeRate').trigger('click')
    await flushPromises()
    await board.get('[data-testid=behind-more]').trigger('click')
    await flushPromises()
    const states = (): string[] => board.findAll('[data-testid=behind] tbody tr td:last-child').map((state) => state.text())
    const reply = host.replyTo('evaluation', 'behind')
    expect(states()).toHaveLength(26)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    host.answer('evaluation', 'behind', async (question) => {
      const said = await reply(question)
      return said.ok ? { ok: true, value: { ...said.value, rows: said.value.rows.map((row) => ({ ...row, state: 'voided' as const })) } } : said
    })

    const asked = host.asked('evaluation', 'behind').length
    for (let i = 0; i < 3; i += 1) {
      host.refresh()
      await nextTick()
    }
    vi.advanceTimersByTime(5_000)
    vi.useRealTimers()
    await flushPromises()

    expect(host.asked('evaluation', 'behind').length - asked).toBe(1)
    expect(new Set(states()).size).toBe(1)
    expect(states()).toHaveLength(26)
  })

  it('reads the cases behind a figure when the host is back that was gone meanwhile', async () => {
    const reply = host.replyTo('evaluation', 'behind')
    host.answer('evaluation', 'behind', async () => refuse('host-gone'))
    await cell('d12', 'onTimeRate').trigger('click')
    await flushPromises()
    expect(board.find('[data-testid=drill] [role=alert]').exists()).toBe(true)
    host.answer('evaluation', 'behind', reply)

    useDeskStore().generation += 1
    await flushPromises()

    expect(board.findAll('[data-testid=behind] tbody tr')).toHaveLength(20)
    expect(board.find('[data-testid=drill] [role=alert]').exists()).toBe(false)
  })

  it('keeps the cases behind a figure that cannot be read anew, and says that the drill is old', async () => {
    await cell('d12', 'onTimeRate').trigger('click')
    await flushPromises()
    const stamp = () => board.get('[data-testid=drill] .stamp')
    expect([stamp().text(), stamp().classes('stale')]).toEqual([expect.stringContaining('截至'), false])
    host.answer('evaluation', 'behind', async () => refuse('host-gone'))

    useDeskStore().generation += 1
    await flushPromises()
    expect([board.findAll('[data-testid=behind] tbody tr').length, stamp().classes('stale')]).toEqual([20, true])
    host.answer('evaluation', 'behind', async () => ({ ok: true, value: { rows: [], total: 0, asOf: 1 } }))
    useDeskStore().generation += 1
    await flushPromises()
    expect(stamp().classes('stale')).toBe(false)
    host.tell('link', 'status', aLinkStatus({ rung: 'offline', reason: null }))
    await flushPromises()

    expect(stamp().classes('stale')).toBe(true)
  })

  it('opens a case of it at the seat', async () => {
    await cell('d12', 'onTimeRate').trigger('click')
    await flushPromises()

    await board.get('[data-testid=behind] .no').trigger('click')

    expect(board.emitted('openCase')).toHaveLength(1)
  })

  it('is walked through by arrows, one figure in the tab order', async () => {
    const stops = (): string[] => board.findAll('[data-testid=ranking] button[tabindex="0"]').map((stop) => `${stop.element.closest('tr')?.dataset['id'] ?? 'total'} ${String(stop.element.getAttribute('data-indicator'))}`)
    expect(stops()).toEqual(['d01 shouldClose'])

    await board.get('[data-testid=ranking]').trigger('keydown', { code: 'ArrowDown' })
    await board.get('[data-testid=ranking]').trigger('keydown', { code: 'ArrowRight' })

    expect(stops()).toEqual(['d02 onTimeRate'])
    expect(document.activeElement?.getAttribute('data-indicator')).toBe('onTimeRate')
  })

  it('steps to the month before, never past the running one, and remembers it', async () => {
    await board.get('[data-testid=board-next]').trigger('click')
    expect(useBoardStore().period.start).toBe('2026-11-01')

    await board.get('[data-testid=board-previous]').trigger('click')
    await flushPromises()

    expect(host.watched('evaluation', 'ranking')).toMatchObject([{ period: { kind: 'month', start: '2026-10-01' } }])
    board.unmount()
    await stand()
    expect(board.get('[data-testid=board-period]').text()).toContain('2026 年 10 月')
  })

  it('asks for ten-days, years and days by the calendar of the hall', async () => {
    const store = useBoardStore()

    const starts = (['day', 'ten-day', 'year', 'month'] as const).map((kind) => {
      store.chooseKind(kind)
      return store.period.start
    })

    expect(starts).toEqual(['2026-11-20', '2026-11-11', '2026-01-01', '2026-11-01'])
    await flushPromises()
  })

  it('names the days that a running period stands against, and no longer once it is over or another is chosen', async () => {
    const against = (): string => board.get('.compare [role=combobox]').attributes('aria-label') ?? ''
    host.serve('evaluation', 'ranking', ({ period, compare }) => ({
      ...sampleRanking(period), ...(compare !== null && { compare }), compareDays: period.start === '2026-11-01' && compare === null ? 20 : null,
    }))
    host.refresh()
    await flushPromises()
    expect(against()).toContain('上一期 2026 年 10 月前 20 天')

    useBoardStore().compare = { kind: 'month', start: '2026-09-01' }
    await flushPromises()
    expect(against()).toBe('对比 2026 年 9 月')
    useBoardStore().step(-1)
    await flushPromises()

    expect(against()).toBe('对比 上一期 2026 年 9 月')
  })

  it('says in words when a period has no case', async () => {
    host.serve('evaluation', 'ranking', () => ({ ...sampleRanking(), rows: [] }))

    host.refresh()
    await flushPromises()

    expect(board.text()).toContain('没有立案的案件')
  })

  it('says what the platform has not confirmed yet', async () => {
    host.serve('evaluation', 'ranking', () => ({ ...sampleRanking(), pending: 3 }))

    host.refresh()
    await flushPromises()

    expect(board.get('[data-testid=board-standing]').text()).toContain('含 3 项未上传')
  })

  it('says since when its figures are old once the link is lost', async () => {
    host.tell('link', 'status', aLinkStatus({ rung: 'offline', reason: null }))
    await flushPromises()

    expect(board.find('.ranking-panel.stale .stamp').text()).toContain('截至')
  })

  it('gives a refusal its words instead of a figure', async () => {
    host.refuse('evaluation', 'ranking', 'not-found')
    await flushPromises()

    expect(board.find('.ranking-panel [role=alert]').exists()).toBe(true)
  })

  it('opens a stage of the funnel to as many cases as it says', async () => {
    const asked: unknown[] = []
    host.answer('evaluation', 'behindStage', async (question) => {
      asked.push(question)
      return { ok: true, value: { rows: [], total: 2796, asOf: null } }
    })

    await board.get('[data-stage=checked] button').trigger('click')
    await flushPromises()

    expect(asked).toMatchObject([{ stage: 'checked', period: { kind: 'month', start: '2026-11-01' }, scope: { id: null } }])
    expect(board.get('[data-testid=stage-value]').text()).toBe('2\u00a0796')
    expect(board.get('[data-testid=stage-drill]').text()).toContain('2026 年 11 月上报的案件')
    expect(board.get('[data-testid=behind-total]').text()).toBe('列出 0 / 2\u00a0796 件')
  })

  it('prints and exports the people of a post as they stand', async () => {
    host.serve('evaluation', 'posts', ({ period }) => samplePosts(period))
    const recorded: unknown[] = []
    host.answer('audit', 'record', async (what) => {
      recorded.push(what)
      return { ok: true, value: null }
    })
    const print = vi.spyOn(window, 'print').mockImplementation(() => undefined)
    useBoardStore().chooseView('post')
    await flushPromises()

    const paper = document.querySelector('.bulletin')
    expect(paper?.textContent).toContain('受理员排名')
    expect([...(paper?.querySelectorAll('tbody td') ?? [])].map((cell) => cell.textContent)).toEqual(['1', '王丽', '87.5', 'B', '2\u00a0010', '80.0%', '—'])
    expect(board.get('[data-testid=export-xlsx]').attributes('aria-disabled')).toBeUndefined()
    await board.get('[data-testid=export-pdf]').trigger('click')
    await flushPromises()
    expect([recorded, print.mock.calls.length]).toEqual([[{ what: 'print', subject: '看板 岗位 2026 年 11 月' }], 1])
  })

  it('prints the oldest time of what is on the sheet, and no figures of a panel in trouble', async () => {
    const tables = document.querySelectorAll('.bulletin table').length
    const served = Date.parse('2026-10-31T06:00:00+08:00')
    host.serve('evaluation', 'funnel', () => ({ asOf: served, pending: 0, stages: [] }))
    host.refresh()
    await flushPromises()
    expect(document.querySelector('.bulletin .facts')?.textContent).toContain('截至 2026-10-31 06:00:00')

    host.trouble('evaluation', 'trend', 'db-unreadable')
    await flushPromises()

    expect(document.querySelectorAll('.bulletin table')).toHaveLength(tables - 1)
  })

  it('shows the table behind a chart to whoever asks', async () => {
    await board.get('[data-testid=pareto] .tool').trigger('click')

    const rows = board.findAll('[data-testid=pareto] tbody tr')
    expect(rows).toHaveLength(10)
    expect(rows.at(-1)?.text()).toContain('其余 71 类')
  })

  it('opens the cases of a place that came back', async () => {
    await board.get('[data-testid=repeats] tbody tr').trigger('click')

    expect(board.get('[data-testid=repeat-place]').text()).toContain('三里河路菜市场东门')
    expect(host.watched('cases', 'view')).toHaveLength(14)
  })

  it('lists the newest cases of a place, of how many there are, and stays with it as others come', async () => {
    await board.get('[data-testid=repeats] tbody tr').trigger('click')
    const { place } = useBoardStore()
    const cases = Array.from({ length: 30 }, (_, n) => CaseId.parse(`018f0000-0000-7000-8000-${String(9999 - n).padStart(12, '0')}`))
    host.serve('evaluation', 'repeats', () => ({ asOf: 0, pending: 0, rows: place === null ? [] : [{ ...place, times: 201, cases }] }))
    host.refresh()
    await flushPromises()

    expect(board.get('[data-testid=repeat-place]').text()).toContain('201')
    expect(board.get('[data-testid=repeat-showing]').text()).toBe('列出 20 / 201 件')
    expect(new Set(host.watched('cases', 'view'))).toEqual(new Set(cases.slice(0, 20).map((id) => ({ id }))))
  })

  it('says as of when a place came back, what is not sent yet, and when it could not be read anew', async () => {
    await board.get('[data-testid=repeats] tbody tr').trigger('click')
    const { place } = useBoardStore()
    const standing = { asOf: Date.parse('2026-11-20T08:30:00+08:00'), pending: 3 }
    host.serve('evaluation', 'repeats', () => ({ ...standing, rows: place === null ? [] : [place] }))
    host.refresh()
    await flushPromises()
    expect(board.get('[data-testid=drill]').text()).toContain('截至 08:30')
    expect(board.get('[data-testid=repeat-pending]').text()).toBe('含 3 项未上传')

    host.serve('evaluation', 'repeats', () => ({ ...standing, asOf: standing.asOf + 60_000, rows: [] }))
    host.refresh()
    await flushPromises()

    expect(board.get('[data-testid=repeat-place]').text()).toContain('三里河路菜市场东门')
    expect(board.find('[data-testid=drill] .stamp').text()).toContain('截至 08:30')
  })

  it('asks for the cases behind a figure again after a refusal', async () => {
    const reply = host.replyTo('evaluation', 'behind')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    host.answer('evaluation', 'behind', async () => refuse('host-gone'))
    await cell('d12', 'onTimeRate').trigger('click')
    await flushPromises()
    expect(board.findAll('[data-testid=behind] tbody tr')).toHaveLength(0)
    host.answer('evaluation', 'behind', reply)

    await vi.advanceTimersByTimeAsync(5_000)
    vi.useRealTimers()
    await flushPromises()

    expect(board.findAll('[data-testid=behind] tbody tr')).toHaveLength(20)
  })
})
