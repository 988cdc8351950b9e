import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { aDraft } from '#tests/builders/a-draft.ts'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { caseId, draftId } from '#tests/builders/ids.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { SampleHall } from '#tests/fakes/sample-hall.ts'
import WorkListColumn from './WorkListColumn.vue'

let hall: SampleHall
let page: VueWrapper

async function open(): Promise<void> {
  page = mount(WorkListColumn, { attachTo: document.body, global: { plugins: hall.fake.plugins() } })
  useDeskStore().state = 'here'
  await flushPromises()
}

const rows = (): string[] => [...document.querySelectorAll('[data-testid=case-row]')].map((row) => row.textContent)
const head = (): string => document.querySelector('.pane-head .stamp')?.textContent ?? ''
const list = (id: string): string => document.querySelector(`[data-testid=list-${id}]`)?.textContent ?? ''

async function press(code: string, held: KeyboardEventInit = {}): Promise<void> {
  ;(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...held }))
  await flushPromises()
}

beforeEach(() => {
  // jsdom does not lay out: give the list ten rows of height.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(560)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(376)
  Element.prototype.scrollTo = vi.fn()
  hall = new SampleHall()
})
afterEach(() => {
  page.unmount()
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

describe('the work lists', () => {
  it('count what waits, with what is late and what will be', async () => {
    await open()

    expect(list('to-accept')).toMatch(/Alt 1待受理.*1.*2.*5/)
    expect(list('verify-out')).toContain('0')
  })

  it('show the most pressing case first, with its time', async () => {
    await open()

    expect(rows()).toHaveLength(5)
    expect(rows()[0]).toMatch(/店外经营超 0\d:\d\d.*鼓楼街 118 号门前监督员上报 刘敏/)
  })

  it('are chosen by Alt and a digit, and the list takes the focus', async () => {
    await open()

    await press('Digit3', { altKey: true })

    expect(rows()).toHaveLength(2)
    expect(document.activeElement?.getAttribute('role')).toBe('listbox')
    expect(useWorkbenchStore().list).toBe('to-file')
  })

  it('say so when a list is empty', async () => {
    await open()

    await press('Digit2', { altKey: true })

    expect(document.body.textContent).toContain('没有核实在外的案件')
  })

  it('are walked by J and K', async () => {
    await open()

    await press('KeyJ')
    expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(1) })
    await press('KeyJ')
    expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(2) })
    await press('KeyK')

    expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(1) })
  })

  it('go on at the same place when the case in hand has left the list', async () => {
    await open()
    await press('KeyJ')
    await press('KeyJ')
    hall.cases.act(caseId(2), { action: 'accept', args: { words: '' } }, ['acceptor'], Date.now())
    hall.changed()
    await flushPromises()

    await press('KeyJ')

    expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(3) })
  })

  it('mark a case whose step has not left this machine', async () => {
    await open()
    hall.cases.act(caseId(1), { action: 'note', args: { words: '已电话告知' } }, ['acceptor'], Date.now())
    hall.changed()
    await flushPromises()

    expect(rows()[0]).toContain('待发 1')
  })

  it('grey and say since when, once the host is gone', async () => {
    await open()

    useDeskStore().state = 'gone'
    await flushPromises()

    expect(document.body.textContent).toContain('恢复后自动追平')
    expect(rows()).toHaveLength(5)
  })

  it('stand as of their own time, not the link\'s, while they cannot be counted anew', async () => {
    const read = Date.parse('2026-11-21T06:00:00Z')
    hall.now = () => read
    await open()
    const counted = head()
    hall.now = () => read + 3_600_000
    hall.fake.trouble('cases', 'counts', 'host-gone').tell('link', 'status', aLinkStatus({ freshAt: hall.now() }))
    await flushPromises()

    expect(head()).toContain('14:00:00')
    expect(document.querySelector('.pane-head .stamp.stale')).not.toBeNull()
    expect(counted).not.toBe(head())
  })
})

describe('drafts', () => {
  it('that could not be read are not said to be none, and what was read says since when it is old', async () => {
    await open()
    await press('Digit9', { altKey: true })
    expect(document.querySelector('.queue.stale')).toBeNull()

    hall.fake.trouble('cases', 'begunSteps', 'host-gone')
    await flushPromises()
    expect(document.querySelector('.queue.stale')?.textContent).toContain('数据停在')
    hall.changed()
    await flushPromises()
    expect(document.querySelector('.queue.stale')).toBeNull()

    page.unmount()
    const mute = new FakeDesk()
    page = mount(WorkListColumn, { attachTo: document.body, global: { plugins: mute.plugins() } })
    await press('Digit9', { altKey: true })
    mute.trouble('intake', 'drafts', 'host-gone')
    await flushPromises()
    expect(document.querySelector('[data-testid=drafts-unread]')).not.toBeNull()
  })

  it('name the steps that were begun, also of a case that this machine has no longer', async () => {
    hall.fake.serve('cases', 'begunSteps', () => [{ caseId: caseId(99), action: 'dispatch' as const, no: null, className: '暴露垃圾', savedAt: 1000 }])
    await open()
    await press('Digit9', { altKey: true })

    await press('KeyJ')

    expect(document.querySelector('[data-testid=begun-row]')?.textContent).toContain('暴露垃圾 · 派遣写了一半')
    expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(99) })
  })

  it('stand among the lists, and the newest is back in hand after a crash', async () => {
    hall.drafts.set(draftId(1), aDraft({ classCode: 'C0101' }, { id: draftId(1), savedAt: 1000 }))
    hall.drafts.set(draftId(2), aDraft({}, { id: draftId(2), savedAt: 2000 }))

    await open()

    expect(list('drafts')).toContain('2')
    expect(useWorkbenchStore().selection).toEqual({ kind: 'draft', id: draftId(2) })
    await press('Digit9', { altKey: true })
    const shown = [...document.querySelectorAll('[data-testid=draft-row]')].map((row) => row.textContent)
    expect(shown[0]).toContain('未定小类')
    expect(shown[1]).toContain('上水井盖')
  })

  it('do not push aside what is in hand already', async () => {
    hall.drafts.set(draftId(1), aDraft())
    await open()
    useWorkbenchStore().select({ kind: 'case', id: caseId(1) })

    hall.changed()
    await flushPromises()

    expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: caseId(1) })
  })

  it('begin with F2, with a number of their own', async () => {
    await open()

    await press('F2')

    expect(useWorkbenchStore().selection).toMatchObject({ kind: 'draft' })
    expect(hall.drafts.size).toBe(1)
  })

  it('that could not be begun for want of room say so until there is room again', async () => {
    const full = { word: 'full', freeBytes: 0, backupAt: null, backupRefusal: null } as const
    hall.fake.tell('storage', 'status', full).answer('intake', 'open', () => Promise.resolve(refuse('no-room-for-new')))
    await open()
    await press('F2')
    expect(document.body.textContent).toContain('没有建成新案件')

    hall.fake.tell('storage', 'status', { ...full, word: 'ok', freeBytes: 1_000_000_000 })
    await flushPromises()

    expect(document.body.textContent).not.toContain('没有建成新案件')
  })
})
