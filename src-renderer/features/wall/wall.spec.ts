import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { CasePin } from '#shared/contracts/map.contract.ts'
import type { WallFigures } from '#shared/contracts/wall.contract.ts'
import { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { useLinkStore } from '#renderer/features/frame/index.ts'
import { pinMeaning } from './pin-meaning.ts'
import PressingList from './PressingList.vue'
import { useWallFigures } from './use-wall-figures.ts'
import { useWallScale } from './use-wall-scale.ts'
import WallFoot from './WallFoot.vue'
import WallHead from './WallHead.vue'
import { movedReader, readScale, usualScale, wallUnitPx } from './wall-scale.ts'

const pin = (n: number, more: Partial<CasePin> = {}): CasePin => ({
  id: CaseId.parse(`018f0000-0000-7000-8000-00000000000${n}`), no: CaseNo.parse(`341523202611200000${n}`), state: 'handling', className: '供水管道破裂', address: '周瑜大道',
  lng: 117, lat: 31, dueAt: windowTime + 60_000, attentionAt: windowTime - 60_000, urgent: false, pending: 0, ...more,
})
const figures = (more: Partial<WallFigures> = {}): WallFigures => ({
  hallName: '舒城县', zoneOffsetMinutes: 480,
  reportedToday: 112, filedToday: 97, closedToday: 80, open: 46, overdue: 4, emergency: 1, pending: 3,
  pressing: [pin(1)], asOf: windowTime, ...more,
})

const Wall = defineComponent(() => {
  const link = useLinkStore()
  const { snapshot, figures: shown } = useWallFigures()
  return () => h('div', [
    h(WallHead, { hallName: '舒城县', figures: shown.value, pending: snapshot.value?.pending ?? 0, stale: link.isStale }),
    h(PressingList, { pins: snapshot.value?.pressing ?? [], asOf: windowTime, stale: link.isStale, unitPx: 19 }),
    h(WallFoot, { casesAsOf: snapshot.value?.asOf ?? null }),
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

describe('type on the wall', () => {
  it.each([
    [{ pitchMm: 1.25, distanceM: 5 }, 19], [{ pitchMm: 1.25, distanceM: 8 }, 30], [{ pitchMm: 0.9, distanceM: 8 }, 42],
    [{ pitchMm: 0.63, distanceM: 5 }, 37],
  ])(
    'at %j takes a unit of %i px', (scale, px) => {
      expect(wallUnitPx(scale)).toBe(px)
    },
  )

  it.each([
    [undefined, usualScale], ['', usualScale], ['x@y', usualScale], ['1.25@8', { pitchMm: 1.25, distanceM: 8 }],
    ['0@9999', { pitchMm: 0.1, distanceM: 60 }], ['NaN@-3', { pitchMm: 1.25, distanceM: 1 }],
  ])(
    'reads the setting %s', (text, scale) => {
      expect(readScale(text)).toEqual(scale)
    },
  )

  it('moves the farthest reader a metre by a key, and keeps it', async () => {
    const window1 = mount(defineComponent(() => {
      useWallScale()
      return () => h('div')
    }))
    expect(document.documentElement.style.getPropertyValue('--wall-u')).toBe('19px')

    document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'BracketRight', bubbles: true }))
    await nextTick()

    expect(document.documentElement.style.getPropertyValue('--wall-u')).toBe('23px')
    expect(localStorage.getItem('hall.wall-scale')).toBe('1.25@6')
    expect(movedReader({ pitchMm: 1, distanceM: 1 }, -1).distanceM).toBe(1)
    window1.unmount()
  })
})
