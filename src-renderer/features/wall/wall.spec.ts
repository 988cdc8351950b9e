import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import type { CasePin } from '#shared/contracts/map.contract.ts'
import type { PaneView, WallDesk, WallFigures } from '#shared/contracts/wall.contract.ts'
import { standAt, usualLayers } from '#shared/domain/wall/index.ts'
import { CaseId, CaseNo, SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { pinMeaning } from './pin-meaning.ts'
import PressingList from './PressingList.vue'
import { useWallFigures } from './use-wall-figures.ts'
import { useHostClock } from './use-host-clock.ts'
import type { HostClock } from './use-host-clock.ts'
import { usePaneBeat, usePaneView } from './use-pane-view.ts'
import WallFoot from './WallFoot.vue'
import WallHead from './WallHead.vue'
import WallDeskTray from './WallDeskTray.vue'

const pin = (n: number, more: Partial<CasePin> = {}): CasePin => ({
  id: CaseId.parse(`018f0000-0000-7000-8000-00000000000${n}`), no: CaseNo.parse(`341523202611200000${n}`), state: 'handling', className: '供水管道破裂', address: '周瑜大道',
  lng: 117, lat: 31, dueAt: windowTime + 60_000, attentionAt: windowTime - 60_000, urgent: false, pending: 0, ...more,
})
const figures = (more: Partial<WallFigures> = {}): WallFigures => ({
  hallName: '舒城县', zoneOffsetMinutes: 480,
  reportedToday: 112, filedToday: 97, closedToday: 80, open: 46, overdue: 4, emergency: 1, pending: 3,
  pressing: [pin(1)], asOf: windowTime, ...more,
})

const fittings = { pitchMm: 1.25, bezelMm: 0, distanceM: 5 }
const aPaneView = (more: Partial<PaneView> = {}): PaneView => ({
  generation: 1, pane: null, scene: { id: 'span', name: '日间一图', kind: 'span' }, unitPx: 19, fittings, isMeasured: true,
  canvas: { width: 1920, height: 1080 }, part: { x: 0, y: 0, width: 1920, height: 1080 }, hiddenX: [], hiddenY: [],
  plan: standAt({ lng: 116.9, lat: 31.4, zoom: 14 }), layers: usualLayers, stop: null,
  overlay: { figures: null, title: false, list: false, legend: false, sources: false },
  pages: [], pageEveryMs: 20_000, pushed: null, isVisitor: false, refusal: null, ...more,
})
const aWallDesk = (): WallDesk => ({
  generation: 1, current: 'span', stop: null, others: null, unread: [], rotation: { isOn: false, turns: [] }, spare: null, schedule: [{ fromMinute: 1_200, scene: 'span' }], isByHand: true, isVisitor: false, pushed: null, canUndo: true, displays: [], fittings, isMeasured: true,
  scenes: [{ id: 'span', name: '日间一图', kind: 'span', refusal: null, isOwn: false }, { id: 'tiles', name: '指标与榜单', kind: 'tiles', refusal: null, isOwn: false }],
  panes: [{ pane: 'd1', state: 'alive', clockErrorMs: 0.3, replaced: 0 }, { pane: 'd2', state: 'stuck', clockErrorMs: null, replaced: 1 }],
})

const Wall = defineComponent(() => {
  const { snapshot, figures: shown, isStale } = useWallFigures()
  return () => h('div', [
    h(WallHead, { hallName: '舒城县', figures: shown.value, pending: snapshot.value?.pending ?? 0, stale: isStale.value }),
    h(PressingList, { pins: snapshot.value?.pressing ?? [], asOf: windowTime, stale: isStale.value, unitPx: 19 }),
    h(WallFoot, { casesAsOf: snapshot.value?.asOf ?? null, stale: isStale.value }),
  ])
})

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers({ now: windowTime })
})
afterEach(() => vi.useRealTimers())

describe('the wall', () => {
  it('prints today’s figures, what presses, and how much of it is not sent yet', () => {
    const host = new FakeDesk().tell('link', 'status', aLinkStatus()).tell('wall', 'figures', figures())
    const wall = mount(Wall, { global: { plugins: host.plugins() } })

    expect(wall.findAll('.figures dd').map((figure) => figure.text())).toEqual(['112件', '97件', '80件', '46件', '4件', '1件'])
    expect(wall.text()).toContain('含 3 项未上传')
    expect(wall.get('[data-testid=wall-case]').text()).toContain('供水管道破裂周瑜大道余 01:00')
    expect(wall.get('[data-testid=wall-pressing]').text()).toContain('截至 14:26:08')
    expect(wall.get('[data-testid=ladder]').text()).toBe('正常')
  })

  it('takes the colour of alarm from whatever may be old', async () => {
    const host = new FakeDesk().tell('link', 'status', aLinkStatus()).tell('wall', 'figures', figures())
    const wall = mount(Wall, { global: { plugins: host.plugins() } })
    expect(wall.findAll('.figures .overdue, .figures .emergency')).toHaveLength(2)

    host.tell('link', 'status', aLinkStatus({ rung: 'offline' }))
    await nextTick()

    expect(wall.findAll('.figures .overdue, .figures .emergency')).toHaveLength(0)
    expect(wall.findAll('.figures .unknown')).toHaveLength(6)
    expect(wall.get('[data-testid=wall-pressing]').classes()).toContain('stale')
    expect(wall.get('[data-testid=ladder]').text()).toBe('离线')
  })

  it.each([
    ['could not be read anew', (host: FakeDesk) => host.trouble('wall', 'figures', 'internal')],
    ['stopped coming while the platform is heard', (host: FakeDesk) => host.tell('link', 'status', aLinkStatus({ freshAt: windowTime + 31_000 }))],
  ])('shows as old what %s, though the ladder says 正常, until there are figures again', async (_what, happen) => {
    const host = new FakeDesk().tell('link', 'status', aLinkStatus()).tell('wall', 'figures', figures())
    const wall = mount(Wall, { global: { plugins: host.plugins() } })

    happen(host)
    await nextTick()
    expect(wall.findAll('.figures .unknown')).toHaveLength(6)
    expect(wall.get('[data-testid=wall-pressing]').classes()).toContain('stale')
    expect(wall.get('[data-testid=wall-sources]').classes()).toContain('stale')
    expect(wall.get('[data-testid=ladder]').text()).toBe('正常')

    host.tell('wall', 'figures', figures({ asOf: windowTime + 31_000 }))
    await nextTick()
    expect(wall.findAll('.figures .unknown')).toHaveLength(0)
    expect(wall.get('[data-testid=wall-pressing]').classes()).not.toContain('stale')
  })

  it('names the seat where acts on a case wait, and who ordered them meanwhile', () => {
    const pressing = [pin(1, { pending: 2, neighbours: [SeatId.parse('2')], claim: 'unordered' }), pin(2, { pending: 1 }), pin(3)]
    const host = new FakeDesk().tell('link', 'status', aLinkStatus()).tell('wall', 'figures', figures({ pressing }))
    const wall = mount(Wall, { global: { plugins: host.plugins() } })

    expect(wall.findAll('[data-testid=wall-pending]').map((mark) => mark.text())).toEqual(['2 号席 待上送 未裁定', '待发 1'])
  })

  it('says that nothing is pressing', () => {
    const host = new FakeDesk().tell('link', 'status', aLinkStatus()).tell('wall', 'figures', figures({ pressing: [], pending: 0 }))
    const wall = mount(Wall, { global: { plugins: host.plugins() } })

    expect(wall.text()).toContain('没有要紧的案件')
    expect(wall.text()).not.toContain('未上传')
  })
})

describe('how pressing a pin is', () => {
  it.each([
    [{ dueAt: windowTime - 1 }, 'overdue'], [{ dueAt: windowTime - 1, urgent: true }, 'emergency'], [{}, 'attention'], [{ attentionAt: windowTime + 1 }, 'normal'],
    [{ attentionAt: windowTime + 1, urgent: true }, 'emergency'], [{ dueAt: null, attentionAt: null }, 'unknown'],
  ] as const)('%j is %s', (more, meaning) => {
    expect(pinMeaning(pin(1, more), windowTime)).toBe(meaning)
  })
})

describe('a window of the wall', () => {
  it('takes its type from what the host worked out, and says how large it is', async () => {
    const host = new FakeDesk()
    const view = ref<unknown>()
    mount(defineComponent(() => {
      const shown = usePaneView()
      return () => {
        view.value = shown.view.value?.part
        return h('div')
      }
    }), { global: { plugins: host.plugins() } })

    host.tell('wall', 'pane', aPaneView({ unitPx: 31 }))
    await nextTick()

    expect(document.documentElement.style.getPropertyValue('--wall-u')).toBe('31px')
    expect(host.watched('wall', 'pane')[0]).toMatchObject({ width: window.innerWidth, height: window.innerHeight })
    expect(view.value).toEqual({ x: 0, y: 0, width: 1920, height: 1080 })
  })

  it('beats once a second with the frames it has painted', async () => {
    const host = new FakeDesk().answer('wall', 'beat', () => Promise.resolve(ok(null)))
    const page = mount(defineComponent(() => {
      usePaneBeat(() => 0.4)
      return () => h('div')
    }), { global: { plugins: host.plugins() } })

    await vi.advanceTimersByTimeAsync(3_100)

    const beats = host.asked('wall', 'beat')
    expect(beats).toHaveLength(3)
    expect(beats.at(-1)).toEqual({ painted: 2, clockErrorMs: 0.4 })
    page.unmount()
  })

  it('knows the host’s time to half of the shortest round', async () => {
    const host = new FakeDesk().answer('wall', 'clock', () => Promise.resolve(ok({ hostMs: performance.now() + 5_000 })))
    let clock: HostClock | undefined
    const page = mount(defineComponent(() => {
      clock = useHostClock()
      return () => h('div')
    }), { global: { plugins: host.plugins() } })
    expect(clock?.hostMsAt(0)).toBeNull()

    await vi.advanceTimersByTimeAsync(100)

    expect(clock?.estimate.value).toEqual({ offsetMs: 5_000, errorMs: 0 })
    expect(clock?.hostMsAt(1_000)).toBe(6_000)
    page.unmount()
  })
})

describe('the seat’s hand on the wall', () => {
  const place = { lng: 116.9, lat: 31.4, title: '116.9, 31.4', caseId: null }

  it('shows a scene, pushes a place, takes it back, and says which windows live', async () => {
    const answer = (): Promise<Result<null>> => Promise.resolve(ok(null))
    const host = new FakeDesk().tell('wall', 'desk', aWallDesk()).answer('wall', 'show', answer).answer('wall', 'push', answer).answer('wall', 'undo', answer)
    const tray = mount(WallDeskTray, { props: { place }, global: { plugins: host.plugins() } })

    await tray.get('[data-testid=wall-scene-tiles]').trigger('click')
    await tray.get('[data-testid=wall-push]').trigger('click')
    await tray.get('[data-testid=wall-undo]').trigger('click')

    expect(host.asked('wall', 'show')).toEqual([{ scene: 'tiles' }])
    expect(host.asked('wall', 'push')[0]).toMatchObject({ lng: 116.9, lat: 31.4, seconds: 60 })
    expect(host.asked('wall', 'undo')).toHaveLength(1)
    expect(tray.findAll('[data-testid=wall-pane]').map((pane) => pane.attributes('data-state'))).toEqual(['alive', 'stuck'])
  })

  it('plans scenes by time of day, hands back to them, and turns the visitors’ view on by one key', async () => {
    const answer = (): Promise<Result<null>> => Promise.resolve(ok(null))
    const host = new FakeDesk().tell('wall', 'desk', aWallDesk())
    for (const name of ['schedule', 'handBack', 'visitors'] as const) host.answer('wall', name, answer)
    const tray = mount(WallDeskTray, { props: { place: null }, global: { plugins: host.plugins() }, attachTo: document.body })
    const [first] = tray.findAll<HTMLInputElement>('[data-testid=wall-slot-from]')
    expect(first?.element.value).toBe('20:00')

    await tray.get('[data-testid=wall-slot-add]').trigger('click')
    await tray.get('[data-testid=wall-schedule-save]').trigger('click')
    expect(host.asked('wall', 'schedule')).toEqual([])
    await tray.findAll('[data-testid=wall-slot-from]')[1]?.setValue('7:30')
    await tray.findAll('[data-testid=wall-schedule] select')[1]?.setValue('tiles')
    await tray.get('[data-testid=wall-schedule-save]').trigger('click')
    await tray.get('[data-testid=wall-hand-back]').trigger('click')
    window.dispatchEvent(new KeyboardEvent('keydown', { code: 'F8', key: 'F8', shiftKey: true, bubbles: true }))

    expect(host.asked('wall', 'schedule')).toEqual([{ schedule: [{ fromMinute: 1_200, scene: 'span' }, { fromMinute: 450, scene: 'tiles' }] }])
    expect(host.asked('wall', 'handBack')).toHaveLength(1)
    expect(host.asked('wall', 'visitors')).toEqual([{ mode: 'on' }])
    tray.unmount()
  })

  it('names the other walls of the hall, and says plainly which has not answered', () => {
    const silentSince = Date.parse('2026-11-20T02:14:00+08:00')
    const wall = { name: '1 号屏', silentSince: null, isKnown: true, panes: 4, alive: 4, scene: '日间一图', rotates: true, push: 'shown' } as const
    const others = [{ ...wall, seat: SeatId.parse('W1') }, { ...wall, seat: SeatId.parse('W2'), name: '2 号屏', silentSince, push: 'unheard' as const }, { ...wall, seat: SeatId.parse('3'), name: '3 号席', silentSince, isKnown: false, push: 'none' as const }]
    const host = new FakeDesk().tell('wall', 'desk', { ...aWallDesk(), others })
    const tray = mount(WallDeskTray, { props: { place: null }, global: { plugins: host.plugins() } })

    const lines = tray.findAll('[data-testid=wall-other]').map((line) => line.text())
    expect(lines[0]).toMatch(/1 号屏.*窗口 4\/4 正常.*轮播中.*正在显示推送/)
    expect(lines[1]).toMatch(/2 号屏.*未应答，自.* 02:14.*推送没有回音/)
    expect(lines[2]).toMatch(/3 号席.*未应答，自.* 02:14.*从未应答，有无大屏未知/)
  })

  it('says why a scene is not shown and what to do', async () => {
    const host = new FakeDesk().tell('wall', 'desk', aWallDesk()).answer('wall', 'show', () => Promise.resolve(refuse('wall-illegible', 'ticker: 700 px > 400 px')))
    const tray = mount(WallDeskTray, { props: { place: null }, global: { plugins: host.plugins() } })

    await tray.get('[data-testid=wall-scene-tiles]').trigger('click')
    await nextTick()

    expect(tray.get('[role=alert]').text()).toContain('ticker: 700 px > 400 px')
    expect(tray.get('[role=alert]').text()).toContain('看不清')
  })
})
