import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlaceFacts } from '#shared/contracts/intake.contract.ts'
import { CaseId, DraftId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import SeatMap from './SeatMap.vue'

const DRAFT = DraftId.parse('0190f0a0-0000-7000-8000-000000000002')
const facts: PlaceFacts = {
  place: {
    lng: 117, lat: 31, address: '', component: null,
    grid: '341523100003017', dutyGrid: '34152310003', community: '鼓楼社区', street: '城关镇',
  },
  areaGrade: 'A', dutyGridName: '城关 03', inspector: null, nearestAddress: '梅河路',
  nearestComponents: [{ code: '3415230101000482', name: '上水井盖', classCode: 'C0101', distanceM: 4.2, lng: 117.0001, lat: 31 }],
}

/** jsdom has no WebGL: what is seen here is the seat on a machine that cannot draw a map. */
describe('the right column on a machine without WebGL', () => {
  let host: FakeDesk
  let column: VueWrapper

  beforeAll(() => {
    // What jsdom leaves out of the browser: no canvas draws, no font loads.
    HTMLCanvasElement.prototype.getContext = () => null
  })
  beforeEach(async () => {
    host = new FakeDesk()
      .answer('intake', 'locate', () => Promise.resolve(ok(facts)))
      .tell('map', 'info', {
        center: [117, 31], bounds: [116.9, 30.9, 117.1, 31.1], attribution: '© OpenStreetMap 贡献者', pictures: null,
        revisions: { basemap: 1, grids: 1, components: 1, cases: 1, pictures: 1 },
        counts: { grids: 100, components: 2_000, cases: 9, features: 500 },
      })
    column = mount(SeatMap, { attachTo: document.body, global: { plugins: host.plugins() } })
    useDeskStore().state = 'here'
    await flushPromises()
  })
  afterEach(() => column.unmount())

  it('says so and that cases go on, and still names whose map it is', () => {
    expect(column.get('[data-testid="map-trouble"]').text()).toContain('这台电脑画不出地图')
    expect(column.get('[data-testid="map-trouble"]').text()).toContain('案件照常办理')
    expect(column.get('[data-testid="map-attribution"]').text()).toBe('© OpenStreetMap 贡献者')
  })

  it('says as of when its cases are: old without the platform, and of an unknown age where nobody knows it', async () => {
    host.tell('link', 'status', aLinkStatus())
    await flushPromises()
    const stamp = column.get('[data-testid="cases-as-of"]')
    expect(stamp.text()).toContain('14:26:08')
    expect(stamp.classes()).not.toContain('stale')

    host.tell('link', 'status', aLinkStatus({ rung: 'offline', freshAt: windowTime - 60_000 }))
    await flushPromises()
    expect(stamp.text()).toContain('14:25:08')
    expect(stamp.classes()).toContain('stale')

    host.tell('link', 'status', aLinkStatus({ rung: 'offline', freshAt: null }))
    await flushPromises()
    expect(stamp.text()).toBe('截至 未知')
    expect(stamp.classes()).toContain('stale')
  })

  it('tells what follows from the point of a form, with the reasons', async () => {
    const workbench = useWorkbenchStore()
    workbench.select({ kind: 'draft', id: DRAFT })
    workbench.mark({ point: { lng: 117, lat: 31 }, radiusM: 50, numbered: [], gridCode: null })
    await flushPromises()

    const place = column.get('[data-testid="evidence-place"]').text()

    expect(host.asked('intake', 'locate')).toEqual([{ lng: 117, lat: 31 }])
    for (const words of ['341523100003017点位落入', '城关 03含 017', '城关镇社区所属', '梅河路']) expect(place).toContain(words)
  })

  it('gives a component nearby to the form at a click', async () => {
    const workbench = useWorkbenchStore()
    workbench.select({ kind: 'draft', id: DRAFT })
    workbench.mark({ point: { lng: 117, lat: 31 }, radiusM: null, numbered: [], gridCode: null })
    await flushPromises()

    await column.get('[data-testid="near-components"] tbody tr').trigger('click')

    expect(workbench.picked).toEqual({ lng: 117.0001, lat: 31, component: '3415230101000482' })
  })

  it('says why nothing could be worked out', async () => {
    host.answer('intake', 'locate', () => Promise.resolve({ ok: false, error: { code: 'storage-failed' } }))
    useWorkbenchStore().select({ kind: 'draft', id: DRAFT })
    useWorkbenchStore().mark({ point: { lng: 118, lat: 32 }, radiusM: null, numbered: [], gridCode: null })
    await flushPromises()

    expect(column.get('[data-testid="evidence"]').text()).toContain('没有取到位置信息')
  })

  it('watches no case it was not asked to show', async () => {
    const id = CaseId.parse('0190f0a0-0000-7000-8000-000000000001')
    expect(host.watched('cases', 'view')).toEqual([])

    useWorkbenchStore().select({ kind: 'case', id })
    await flushPromises()
    expect(host.watched('cases', 'view')).toEqual([{ id }])

    column.unmount()
    expect(host.watched('cases', 'view')).toEqual([])
  })
})
