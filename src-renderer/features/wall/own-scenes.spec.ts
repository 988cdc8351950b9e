import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { WallDesk } from '#shared/contracts/wall.contract.ts'
import { readDisplays } from '#shared/contracts/displays.ts'
import { usualLayers } from '#shared/domain/wall/index.ts'
import type { Panel, SpanScene, Stop, TilesScene } from '#shared/domain/wall/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { SOON } from '#tests/builders/patience.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import WallDeskTray from './WallDeskTray.vue'

const ticker: Panel = { kind: 'ticker', column: 0, row: 0, columns: 6, rows: 12 }
const night: TilesScene = { kind: 'tiles', id: 'own-1', name: '夜班', pages: [[ticker]] }
const aDesk = (more: Partial<WallDesk> = {}): WallDesk => ({
  generation: 1, current: 'span', stop: null, others: null, unread: [], rotation: { isOn: false, turns: [] }, spare: null, schedule: [], isByHand: false, isVisitor: false, pushed: null, canUndo: false,
  displays: readDisplays('1920x1080+0+0') ?? [], fittings: { pitchMm: 1.25, bezelMm: 0, distanceM: 5 }, isMeasured: true, panes: [],
  scenes: [
    { id: 'span', name: '日间一图', kind: 'span', refusal: null, isOwn: false }, { id: 'tiles', name: '指标与榜单', kind: 'tiles', refusal: null, isOwn: false },
    { id: 'own-1', name: '夜班', kind: 'tiles', refusal: null, isOwn: true },
  ],
  ...more,
})
const done = (): ReturnType<FakeDesk['desk']['call']['wall']['show']> => Promise.resolve(ok(null))

function aTray(more: Partial<WallDesk> = {}): { host: FakeDesk; tray: VueWrapper; press: (id: string) => Promise<void> } {
  const host = new FakeDesk().tell('link', 'status', aLinkStatus()).tell('wall', 'desk', aDesk(more))
    .answer('wall', 'scene', ({ id }) => Promise.resolve(ok({ ...night, id })))
    .answer('wall', 'save', ({ scene }) => Promise.resolve(ok({ id: scene.id })))
    .answer('wall', 'drop', done).answer('wall', 'restore', done).answer('wall', 'rotate', done)
  const tray = mount(WallDeskTray, { props: { place: null }, global: { plugins: host.plugins() }, attachTo: document.body })
  const press = async (id: string): Promise<void> => {
    await tray.get(`[data-testid=${id}]`).trigger('click')
    await flushPromises()
  }
  return { host, tray, press }
}

beforeEach(() => {
  localStorage.clear()
  document.body.innerHTML = ''
})

describe('the scenes of one’s own at the desk', () => {
  it('are renamed, duplicated under a name of their own, deleted and brought back', async () => {
    const { host, tray, press } = aTray({ spare: { id: 'own-2', name: '早会' } })

    await press('wall-rename-own-1')
    await tray.get('[data-testid=wall-rename]').setValue('夜间')
    await tray.get('form').trigger('submit')
    await flushPromises()
    await press('wall-copy-own-1')
    await press('wall-drop-own-1')
    await press('wall-restore')

    expect(host.asked('wall', 'save')).toEqual([{ scene: { ...night, name: '夜间' }, as: 'same' }, { scene: { ...night, name: '夜班 1' }, as: 'new' }])
    expect(host.asked('wall', 'drop')).toEqual([{ scene: 'own-1' }])
    expect(host.asked('wall', 'restore')).toHaveLength(1)
    tray.unmount()
  })

  it('leave what every wall has as it is', () => {
    const { tray } = aTray()

    for (const id of ['edit', 'rename', 'drop']) expect(tray.find(`[data-testid=wall-${id}-tiles]`).exists()).toBe(false)
    expect(tray.find('[data-testid=wall-copy-tiles]').exists()).toBe(true)
    tray.unmount()
  })

  it('say in words why one is not deleted', async () => {
    const { host, tray, press } = aTray()
    host.answer('wall', 'drop', () => Promise.resolve(refuse('wall-scene-in-use', 'schedule.0')))

    await press('wall-drop-own-1')

    expect(tray.get('[role=alert]').text()).toContain('时段表或轮播还要用这个场景')
    tray.unmount()
  })
})

describe('what the host has refused', () => {
  it('of a plan stays in its form, and what is typed while it answers', async () => {
    const { host, tray, press } = aTray()
    const slots = () => tray.findAll<HTMLInputElement>('[data-testid=wall-slot-from]').map(({ element }) => element.value)
    host.answer('wall', 'schedule', () => Promise.resolve(refuse('disk-full')))
    await press('wall-slot-add')
    await tray.get('[data-testid=wall-slot-from]').setValue('7:30')
    await press('wall-schedule-save')
    host.tell('wall', 'desk', aDesk())
    await flushPromises()
    expect(slots()).toEqual(['7:30'])

    const said = Promise.withResolvers<Awaited<ReturnType<typeof done>>>()
    host.answer('wall', 'schedule', () => said.promise)
    await press('wall-schedule-save')
    await press('wall-slot-add')
    said.resolve(ok(null))
    await flushPromises()
    host.tell('wall', 'desk', aDesk())
    await flushPromises()

    expect(slots()).toEqual(['7:30', ''])
    tray.unmount()
  })

  it('of a new name stays in its field', async () => {
    const { host, tray, press } = aTray()
    host.answer('wall', 'save', () => Promise.resolve(refuse('wall-scene-wrong', 'name: 日间一图')))
    await press('wall-rename-own-1')
    await tray.get('[data-testid=wall-rename]').setValue('日间一图')
    await tray.get('form').trigger('submit')
    await flushPromises()

    expect(tray.get<HTMLInputElement>('[data-testid=wall-rename]').element.value).toBe('日间一图')
    expect(tray.get('[role=alert]').text()).toContain('name: 日间一图')
    tray.unmount()
  })
})

describe('the editor of a scene', () => {
  it('moves, resizes, adds and removes panels by keyboard, and saves them as they stand', async () => {
    const { host, tray, press } = aTray()
    await press('wall-edit-own-1')
    const tile = (at: number): ReturnType<VueWrapper['get']> => tray.get(`[data-testid=wall-tile-${at}]`)

    await tile(0).trigger('keydown', { key: 'ArrowRight' })
    await tile(0).trigger('keydown', { key: 'ArrowUp', shiftKey: true })
    await press('wall-add-map')
    expect(tile(1).attributes('aria-pressed')).toBe('true')
    await press('wall-add-trend')
    await tile(2).trigger('keydown', { key: 'Delete' })
    await press('wall-editor-save')

    expect(tray.find('[data-testid=wall-editor]').exists()).toBe(false)
    expect(host.asked('wall', 'save')).toMatchObject([{ as: 'same', scene: { id: 'own-1', pages: [[{ ...ticker, column: 1, rows: 11 }, { kind: 'map' }]] } }])
    tray.unmount()
  })

  it('shows the page as the wall will, and says at once what nobody could read or what lies on another', async () => {
    const { host, tray, press } = aTray()
    await press('wall-edit-own-1')
    const tile = tray.get('[data-testid=wall-tile-0]')
    expect(tray.get('[data-testid=wall-preview] [data-testid=wall-panel-ticker]').attributes('style')).toContain('left: 24px')
    expect(tray.find('[data-testid=wall-too-small]').exists()).toBe(false)

    for (let step = 0; step < 5; step += 1) await tile.trigger('keydown', { key: 'ArrowLeft', shiftKey: true })
    expect(tray.get('[data-testid=wall-too-small]').text()).toMatch(/宽要 342 px，现有 \d+ px/)
    await press('wall-add-map')
    for (let step = 0; step < 9; step += 1) await tray.get('[data-testid=wall-tile-1]').trigger('keydown', { key: 'ArrowLeft' })
    await press('wall-editor-save')

    expect(tray.get('[data-testid=wall-tile-1]').classes()).toContain('wrong')
    expect(tray.get('[data-testid=wall-editor-save]').attributes('title')).toBe('有面板重叠')
    expect(host.asked('wall', 'save')).toEqual([])
    tray.unmount()
  })

  it('follows the pointer in whole columns and rows', async () => {
    const { tray, press } = aTray()
    await press('wall-edit-own-1')
    const grid = tray.get('[role=group]')
    const setPointerCapture = (): void => undefined
    Object.assign(grid.element, { setPointerCapture, getBoundingClientRect: () => ({ width: 480, height: 270 }) })
    const at = (clientX: number, clientY: number): object => ({ clientX, clientY, button: 0, pointerId: 1 })

    await tray.get('[data-testid=wall-tile-0]').trigger('pointerdown', at(100, 100))
    await grid.trigger('pointermove', at(100 + 2 * 39 + 5, 100))
    await grid.trigger('pointerup')
    await grid.trigger('pointermove', at(400, 100))

    expect(tray.get('[data-testid=wall-tile-0]').attributes('aria-label')).toBe('要紧的案件：第 3 列第 1 行，宽 6 高 12')
    tray.unmount()
  })

  it('asks before it throws changes away, also when the tray is closed', async () => {
    const { host, tray, press } = aTray()
    await press('wall-edit-own-1')
    await tray.get('[data-testid=wall-scene-name]').setValue('夜间')

    await tray.get('aside > header button').trigger('click')
    expect(tray.emitted('close')).toBeUndefined()
    expect(tray.text()).toContain('放弃没有保存的改动？')
    await tray.get('.confirm .answers button').trigger('click')

    expect(tray.find('[data-testid=wall-editor]').exists()).toBe(false)
    expect(host.asked('wall', 'save')).toEqual([])
    tray.unmount()
  })

  it('stays open with what the host said against it', async () => {
    const { host, tray, press } = aTray()
    host.answer('wall', 'save', () => Promise.resolve(refuse('wall-scene-wrong', 'name: 日间一图')))
    await press('wall-scene-add')
    await tray.get('[data-testid=wall-scene-name]').setValue('日间一图')
    await press('wall-editor-save')

    expect(host.asked('wall', 'save')).toMatchObject([{ as: 'new' }])
    expect(tray.get('[data-testid=wall-editor] [role=alert]').text()).toContain('name: 日间一图')
    tray.unmount()
  })
})

describe('the editor of a camera plan', () => {
  const stop = (name: string, seconds = 20): Stop => ({ name, lng: 116.94, lat: 31.45, zoom: 15, seconds })
  const tour: SpanScene = { kind: 'span', id: 'own-2', name: '巡看', layers: usualLayers, stops: [stop('北门'), stop('南门')] }
  const sight = { lng: 116.951234, lat: 31.461234, zoom: 14, widthPx: 960 }
  const names = (tray: VueWrapper): string[] => tray.findAll('[data-testid=wall-stops] li').map((line) => line.get('.cut').text())

  async function anEditor(scene = tour) {
    const { host, tray, press } = aTray({ scenes: [{ id: 'own-2', name: '巡看', kind: 'span', refusal: null, isOwn: true }] })
    host.answer('wall', 'scene', () => Promise.resolve(ok(scene)))
    await tray.setProps({ sight })
    await press('wall-edit-own-2')
    const key = (name: string, more: object = {}): Promise<void> => tray.get('[data-testid=wall-stops]').trigger('keydown', { key: name, ...more })
    return { host, tray, press, key, saved: () => host.asked('wall', 'save').map(({ scene: one }) => one) as SpanScene[] }
  }

  it('orders, duplicates and removes stops by keyboard, takes steps back, and saves them as they stand', async () => {
    const { tray, press, key, saved } = await anEditor()

    await key('ArrowDown')
    await key('ArrowUp', { altKey: true })
    expect(names(tray)).toEqual(['南门', '北门'])
    await press('wall-stop-copy')
    await key('End')
    await key('Delete')
    expect(names(tray)).toEqual(['南门', '南门'])
    await press('wall-stop-undo')
    await press('wall-stop-undo')
    await press('wall-editor-save')

    expect(saved()).toEqual([{ ...tour, stops: [stop('南门'), stop('北门')] }])
    tray.unmount()
  })

  it('takes a stop from the seat’s map, from a name, and from figures, and shows or leaves out layers', async () => {
    const { host, tray, press, saved } = await anEditor({ ...tour, stops: [] })
    host.answer('intake', 'findPlaces', () => Promise.resolve(ok([{ id: 'p', name: '县医院', detail: '', kind: 'place', lng: 116.96, lat: 31.47 }])))
    expect(tray.text()).toContain('没有镜头')

    await press('wall-stop-add')
    await tray.get('[data-testid=wall-stop-form] [name=name]').setValue('城北')
    await tray.get('[data-testid=wall-stop-form] [name=seconds]').setValue('45')
    await tray.get('[data-testid=wall-stop-find]').setValue('医院')
    const found = (): HTMLElement | null => document.querySelector('[data-testid=wall-stop-found]')
    await vi.waitFor(() => expect(found()).not.toBeNull(), SOON)
    found()?.click()
    await flushPromises()
    await tray.get('[data-testid=wall-layer-history] input').setValue(true)
    await press('wall-editor-save')

    expect(saved()[0]).toMatchObject({
      layers: { ...usualLayers, history: true },
      stops: [{ name: '城北', lng: 116.95123, lat: 31.46123, zoom: 15, seconds: 45 }, { name: '县医院', lng: 116.96, lat: 31.47, zoom: 16, seconds: 20 }],
    })
    tray.unmount()
  })

  it('saves no stop with a figure that is none, and takes back what was typed in one step', async () => {
    const { tray, press, saved } = await anEditor()
    const seconds = tray.get<HTMLInputElement>('[data-testid=wall-stop-form] [name=seconds]')

    await seconds.setValue('')
    await press('wall-editor-save')
    expect(tray.get('[data-testid=wall-editor-save]').attributes('title')).toContain('镜头 1')
    await seconds.setValue('2')
    await press('wall-stop-undo')

    expect(seconds.element.value).toBe('20')
    expect(saved()).toEqual([])
    tray.unmount()
  })
})

describe('scenes that cannot be shown', () => {
  it('say why, and what could not be read is named', () => {
    const { tray } = aTray({
      unread: [{ name: '以后的', detail: 'stops.0.seconds' }],
      scenes: [{ id: 'own-3', name: '远处', kind: 'span', refusal: { code: 'wall-stop-outside', detail: 'stops.1: 北京' }, isOwn: true }],
    })

    expect(tray.text()).toContain('有镜头不在本辖区 · stops.1: 北京')
    expect(tray.get('[data-testid=wall-unread]').text()).toContain('stops.0.seconds')
    tray.unmount()
  })
})

describe('the rotation at the desk', () => {
  it('is put in order, given its seconds, started and stopped', async () => {
    const { host, tray, press } = aTray()
    expect(tray.get('[data-testid=wall-rotation-start]').attributes('aria-disabled')).toBe('true')

    await press('wall-turn-add')
    await press('wall-turn-add')
    const lines = tray.findAll('[data-testid=wall-rotation] select')
    await lines[1]?.setValue('own-1')
    await tray.findAll('[data-testid=wall-rotation] input')[1]?.setValue('90')
    await press('wall-turn-up-1')
    await press('wall-rotation-start')
    const turns = [{ scene: 'own-1', seconds: 90 }, { scene: 'span', seconds: 60 }]
    expect(host.asked('wall', 'rotate')).toEqual([{ rotation: { isOn: true, turns } }])

    host.tell('wall', 'desk', aDesk({ rotation: { isOn: true, turns } }))
    await flushPromises()
    await press('wall-rotation-stop')
    expect(host.asked('wall', 'rotate')[1]).toEqual({ rotation: { isOn: false, turns } })
    tray.unmount()
  })

  it('stays in the form when the host refuses it, whatever the host tells meanwhile', async () => {
    const { host, tray, press } = aTray()
    host.answer('wall', 'rotate', () => Promise.resolve(refuse('disk-full')))
    await press('wall-turn-add')
    await press('wall-turn-add')
    await press('wall-rotation-start')

    host.tell('wall', 'desk', aDesk())
    await flushPromises()

    expect(tray.get('[role=alert]').text()).not.toBe('')
    expect(tray.findAll('[data-testid=wall-rotation] select')).toHaveLength(2)
    host.answer('wall', 'rotate', done)
    await press('wall-rotation-start')
    host.tell('wall', 'desk', aDesk())
    await flushPromises()
    expect(tray.findAll('[data-testid=wall-rotation] select')).toEqual([])
    tray.unmount()
  })

  it('of scenes for no time is not told to the host', async () => {
    const { host, tray, press } = aTray()
    await press('wall-turn-add')
    await tray.get('[data-testid=wall-rotation] input').setValue('5')
    await press('wall-rotation-save')

    expect(host.asked('wall', 'rotate')).toEqual([])
    expect(tray.text()).toContain('每个停留 10–3600 秒')
    tray.unmount()
  })
})
