import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setClockOffset } from '#renderer/composables/index.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { sampleHotSpots, serveBoard } from '#tests/fakes/sample-board.ts'
import BoardPane from '../BoardPane.vue'
import { useBoardStore } from '../board.store.ts'
import { hotSheet } from '../export/hot-sheet.ts'
import { classChoices } from './class-choices.ts'
import { changeWords } from './hot-words.ts'

// A map needs a browser's graphics; what it shows stands in the list beside it.
vi.mock('./HotMap.vue', () => ({ default: { props: ['stale'], template: '<div data-testid="hot-map" :data-stale="stale" />' } }))

let host: FakeDesk
let board: VueWrapper
const list = () => board.findAll('[data-testid=hot-spots] tbody tr')

beforeEach(async () => {
  localStorage.clear()
  setClockOffset(Date.parse('2026-11-20T09:00:00+08:00') - Date.now())
  host = new FakeDesk().tell('link', 'status', aLinkStatus())
  serveBoard(host)
  board = mount(BoardPane, { props: { hallName: '舒城县' }, global: { plugins: host.plugins() }, attachTo: document.body })
  useDeskStore().state = 'here'
  useBoardStore().chooseView('hot')
  await flushPromises()
})
afterEach(() => {
  board.unmount()
  setClockOffset(0)
})

describe('hot spots', () => {
  it('are listed, the fullest first, against as many days of the period before', () => {
    expect(list().map((row) => row.findAll('td').slice(0, 5).map((cell) => cell.text()))).toEqual([
      ['1', '早市路口 城关镇 梅河社区', '占道经营', '30', '↑ 9'],
      ['2', '一小门口 城关镇 梅河社区', '占道经营', '12', '↓ 3'],
    ])
    expect(board.get('[data-testid=hot-spots]').text()).toContain('其中 4 件没有网格')
    expect(changeWords({ n: 30, before: 21 }, 20)).toBe('上一期同 20 天 21 件，多 9 件')
  })

  it('are marked as old on their map too, as soon as the link is lost or they could not be read anew', async () => {
    const isOld = (): string | undefined => board.get('[data-testid=hot-map]').attributes('data-stale')
    expect(isOld()).toBe('false')

    host.tell('link', 'status', aLinkStatus({ rung: 'offline', reason: null }))
    await flushPromises()
    expect(isOld()).toBe('true')

    host.tell('link', 'status', aLinkStatus())
    host.trouble('evaluation', 'hotSpots', 'db-unreadable')
    await flushPromises()
    expect(isOld()).toBe('true')
  })

  it('open the cases of their grid', async () => {
    await list()[1]?.trigger('click')
    await flushPromises()

    expect(board.get('[data-testid=hot-spot]').text()).toContain('一小门口')
    expect(host.watched('evaluation', 'pareto')).toMatchObject([{ filter: { grid: '341523001000002', classes: null }, count: 'notRefused' }])
    expect(board.findAll('[data-testid=behind] tbody tr')).toHaveLength(20)
  })

  it('are those of one class when it is chosen, and nothing else is asked for meanwhile', async () => {
    useBoardStore().classes = 'E04'
    await flushPromises()

    expect(host.watched('evaluation', 'hotSpots')).toMatchObject([{ filter: { classes: ['E04'] } }])
    expect(host.watched('evaluation', 'ranking')).toEqual([])
    expect(host.watched('evaluation', 'funnel')).toEqual([])
  })

  it('say when nothing was reported, and when nothing of it has a unit grid', async () => {
    host.serve('evaluation', 'hotSpots', ({ period }) => ({ ...sampleHotSpots(period), total: 0, outside: 0, cells: [], rows: [] }))
    host.refresh()
    await flushPromises()
    expect(board.get('[data-testid=hot-spots]').text()).toContain('没有上报的案件')

    host.serve('evaluation', 'hotSpots', ({ period }) => ({ ...sampleHotSpots(period), total: 4, cells: [], rows: [] }))
    host.refresh()
    await flushPromises()

    expect(board.get('[data-testid=hot-spots]').text()).toContain('4 件案件都没有单元网格')
  })

  it('are printed and exported as they stand', () => {
    const [, first] = hotSheet(sampleHotSpots({ kind: 'month', start: '2026-11-01' }))

    expect(document.querySelector('.bulletin')?.textContent).toContain('2026 年 11 月热点网格通报')
    expect(first?.map((cell) => (typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell))).toEqual([
      1, '早市路口', '城关镇 梅河社区', '341523001000001', '占道经营', 30, 21, 9, 116.95, 31.46,
    ])
  })
})

describe('the classes they can be narrowed to', () => {
  it('are all, components and events, and the majors of each', () => {
    const choices = classChoices([{ code: 'E0402', majorName: '街面秩序' }, { code: 'C0101', majorName: '公用设施' }, { code: 'E0403', majorName: '街面秩序' }])

    expect(choices.map(({ value }) => value)).toEqual(['', 'C', 'C01', 'E', 'E04'])
  })
})
