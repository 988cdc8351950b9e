import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { DepartmentId } from '#shared/kernel/ids.ts'
import { refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { CaseColumnPage, click, press, say, shown, textOf, until } from '#tests/builders/a-case-column.ts'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { caseId } from '#tests/builders/ids.ts'
import CaseColumn from './CaseColumn.vue'

// Cases of the sample hall, by how far they have come.
const REPORTED = caseId(1)
const ACCEPTED = caseId(6)
const FILED = caseId(8)
const HANDLING = caseId(10)
const CHECKED = caseId(14)
const CLOSED = caseId(15)

const column = new CaseColumnPage(CaseColumn)
const { open } = column
const actions = (): string[] => [...document.querySelectorAll<HTMLElement>('[data-testid^="action-"]')].map((button) => button.dataset['testid'] ?? '')

describe('the case in hand', () => {
  it('shows its number whole, its state and its story up to now', async () => {
    await open(ACCEPTED)

    expect(textOf('case-no')).toContain('3415232026112000006')
    expect(textOf('case-state')).toBe('待立案')
    expect(textOf('flow')).toContain('王丽受理')
    expect(textOf('flow')).toContain('现在')
  })

  it('is said to be missing when this machine does not have it', async () => {
    await open(caseId(777))

    expect(document.body.textContent).toContain('本机没有这件案件')
  })

  it('says since when it is old while it cannot be read anew, and is fresh again with the next word', async () => {
    await open(ACCEPTED)
    expect(shown('case-as-of')).toBeNull()

    column.hall.fake.trouble('cases', 'view', 'host-gone')
    await flushPromises()

    expect(textOf('case-as-of')).toContain('截至')
    expect(shown('case')?.className).toContain('stale')
    column.hall.changed()
    await flushPromises()
    expect([shown('case-as-of'), shown('case')?.className]).toEqual([null, 'body'])
  })

  it.each(['offline', 'catching-up'] as const)('is old while the link is %s, its running limit with it', async (rung) => {
    await open(ACCEPTED)
    expect(shown('case-head')?.querySelector('.count-down.unknown')).toBeNull()

    column.hall.fake.tell('link', 'status', aLinkStatus({ rung }))
    await flushPromises()

    expect(textOf('case-as-of')).toContain('截至')
    expect(shown('case')?.className).toContain('stale')
    expect(shown('case-head')?.querySelector('.count-down.unknown')).not.toBeNull()
  })

  it('is old once the host is gone, though nobody refuses it', async () => {
    await open(ACCEPTED)

    useDeskStore().state = 'gone'
    await flushPromises()

    expect(textOf('case-as-of')).toContain('截至')
    expect(shown('case')?.className).toContain('stale')
  })

  it('is nothing when none is selected', async () => {
    await open(REPORTED)
    useWorkbenchStore().select({ kind: 'none' })
    await flushPromises()

    expect(document.body.textContent).toContain('没有选中案件')
  })

  it('opens the arithmetic of a clock: which hours counted, which did not and why', async () => {
    await open(HANDLING, 'dispatcher')

    shown('clock-handle')?.querySelector('tr')?.click()

    await until(() => expect(textOf('clock-handle')).toMatch(/不计 .*下班时间/))
    expect(textOf('clock-handle')).toContain('共 8 小时')
  })

  it('once closed is calm: no running clock, only what may still be said', async () => {
    await open(CLOSED)

    expect(document.querySelector('.count-down')).toBeNull()
    expect(actions()).toEqual(['action-call-back', 'action-note'])
  })
})

describe('what may be done', () => {
  it('is exactly what the posts allow, the step first', async () => {
    await open(REPORTED)

    expect(actions()).toEqual(['action-accept', 'action-send-verify', 'action-refuse', 'action-note'])
  })

  it('is nothing but a word on the case for a post whose turn it is not', async () => {
    await open(FILED)

    expect(actions()).toEqual(['action-note'])
  })

  it('names the condition where only a condition stands in the way', async () => {
    await open(HANDLING, 'dispatcher')
    await click('more-actions')

    expect(shown('action-approve-extension')?.getAttribute('aria-disabled')).toBe('true')
    expect(document.querySelector('.more')?.textContent).toContain('须有延期申请')
  })
})

describe('taking the step', () => {
  it('goes by two presses of Ctrl+Enter where nothing must be asked, and says where it stands', async () => {
    await open(REPORTED)

    press('Enter', { ctrlKey: true })
    await flushPromises()
    press('Enter', { ctrlKey: true })

    await until(() => expect(textOf('case-state')).toBe('待立案'))
    expect(textOf('saved')).toContain('受理已存本机，待发第 1 条')
    expect(textOf('case-pending')).toContain('受理待发，第 1 条')
    expect(textOf('flow-pending')).toContain('待发第 1 条')
  })

  it('tells when it has arrived', async () => {
    await open(REPORTED)
    press('Enter', { ctrlKey: true })
    await flushPromises()
    press('Enter', { ctrlKey: true })
    await until(() => expect(shown('saved')).not.toBeNull())

    column.hall.cases.arrive()
    column.hall.changed()
    await flushPromises()

    expect(textOf('saved')).toBe('受理已到平台')
    expect(shown('case-pending')).toBeNull()
  })

  it('tells when the platform has sent it back', async () => {
    await open(REPORTED)
    const before = column.hall.cases.all.get(REPORTED)!
    press('Enter', { ctrlKey: true })
    await flushPromises()
    press('Enter', { ctrlKey: true })
    await until(() => expect(shown('saved')).not.toBeNull())

    column.hall.cases.all.set(REPORTED, before)
    column.hall.changed()
    await flushPromises()

    expect(textOf('saved')).toBe('受理被平台退回，见发件箱')
  })

  it('asks for a department before it dispatches, with the reasons beside them', async () => {
    await open(FILED, 'dispatcher')
    await click('action-dispatch')
    await until(() => expect(textOf('advice')).toContain('部件权属单位'))
    expect(textOf('action-panel')).toContain('先选处置单位')

    document.querySelector<HTMLElement>('[data-testid=advice] tbody tr')?.click()
    await flushPromises()
    press('Enter', { ctrlKey: true })

    await until(() => expect(textOf('case-state')).toBe('处置中'))
    expect(column.hall.cases.all.get(FILED)?.row.department).toBe('water')
  })

  it('asks why where the rule asks, and takes no blanks for a reason', async () => {
    await open(REPORTED)
    press('KeyR', { altKey: true })
    await flushPromises()
    await say('　 ')
    press('Enter', { ctrlKey: true })
    await flushPromises()
    expect(textOf('case-state')).toBe('待受理')
    expect(textOf('action-panel')).toContain('要写明原因')

    await say('不属管辖范围')
    press('Enter', { ctrlKey: true })

    await until(() => expect(textOf('case-state')).toBe('不立案'))
  })

  it('asks in a form of which the browser keeps nothing, and which nothing sends', async () => {
    await open(REPORTED)
    await click('action-refuse')
    await say('不属管辖范围')
    const form = document.querySelector<HTMLTextAreaElement>('#act-words')?.form

    const isLeftToBrowser = form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await flushPromises()

    expect([form?.getAttribute('autocomplete'), isLeftToBrowser]).toEqual(['off', false])
    expect(textOf('case-state')).toBe('待受理')
    expect(shown('action-panel')).not.toBeNull()
  })

  it('is left by Esc, without a trace', async () => {
    await open(REPORTED)
    await click('action-refuse')

    press('Escape')
    await flushPromises()

    expect(shown('action-panel')).toBeNull()
    expect(textOf('case-state')).toBe('待受理')
  })

  it('does nothing while an input method composes', async () => {
    await open(REPORTED)
    await click('action-accept')

    press('Enter', { ctrlKey: true, isComposing: true })
    await flushPromises()

    expect(textOf('case-state')).toBe('待受理')
  })

  it('says a refusal in words with the next step, and keeps what was written', async () => {
    await open(REPORTED)
    column.hall.fake.answer('cases', 'act', () => Promise.resolve(refuse('disk-full')))
    await click('action-refuse')
    await say('不属管辖范围')

    press('Enter', { ctrlKey: true })

    await until(() => expect(textOf('refusal')).toContain('清理磁盘'))
    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('不属管辖范围')
  })
})

describe('a case that somebody else moves meanwhile', () => {
  it('is shown as it is now before anything is done to it', async () => {
    await open(HANDLING, 'dispatcher')
    await click('action-re-dispatch')
    column.hall.cases.act(HANDLING, { action: 're-dispatch', args: { department: 'green' as DepartmentId, reason: '权属不符' } }, ['dispatcher'], Date.now())
    column.hall.changed()
    await flushPromises()

    expect(textOf('moved')).toMatch(/赵峰改派.*处置单位县自来水公司县园林绿化中心/)
    expect(textOf('action-panel')).toContain('案件已被改动')

    await click('look-again')

    expect(shown('moved')).toBeNull()
  })

  it('so that the step is no longer open is not offered again', async () => {
    await open(CHECKED, 'shift-leader')
    await click('action-close')
    column.hall.cases.act(CHECKED, { action: 'void', args: { reason: '误立案' } }, ['shift-leader'], Date.now())
    column.hall.changed()
    await flushPromises()

    expect(textOf('moved')).toContain('这一步已不能办')
    expect(shown('look-again')).toBeNull()
  })
})

describe('the caller’s number', () => {
  it('is masked, and shown whole only for a reason, for half a minute', async () => {
    await open(ACCEPTED)
    expect(textOf('phone')).toBe('138****6021')
    await click('reveal')
    expect(shown('reveal-confirm')?.getAttribute('aria-disabled')).toBe('true')
    const reason = document.querySelector<HTMLInputElement>('#reveal-reason')!
    reason.value = '回访核对地址'
    reason.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
    vi.useFakeTimers()

    reason.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', bubbles: true, cancelable: true }))
    await vi.advanceTimersByTimeAsync(0)

    expect(column.hall.fake.asked('cases', 'revealPhone')).toEqual([{ caseId: ACCEPTED, reason: '回访核对地址' }])
    expect(textOf('phone')).toBe('13812346021')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(textOf('phone')).toBe('138****6021')
    vi.useRealTimers()
  })
})
