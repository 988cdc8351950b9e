import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aHeldEntry, aRejectedEntry, aSessionStatus, aSignedIn, anOutboxEntry, anOutboxPage, windowTime } from '#tests/builders/a-window.ts'
import { OutboxTrayPage } from '#tests/builders/an-outbox-tray.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import OutboxTray from './OutboxTray.vue'

const page = new OutboxTrayPage(OutboxTray)
const { open, tell, type, press } = page
const decision = { id: aRejectedEntry(1).id, sides: { department: 'mine' }, words: '', dependents: 'again', seenVer: 15 }

describe('the outbox tray', () => {
  it('counts what waits and what was rejected, and promises order', async () => {
    await open([aRejectedEntry(1), anOutboxEntry(2, { position: 1 }), anOutboxEntry(3, { position: 2 })])

    expect(page.tray.text()).toContain('被拒 1')
    expect(page.tray.text()).toContain('待发 2')
    expect(page.tray.text()).toContain('恢复后按号依次发送，不会重复')
  })

  it('marks what nobody, or only the hall, has ordered meanwhile', async () => {
    // jsdom does not lay out: give the list ten rows of height.
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(345)

    await open([anOutboxEntry(1, { claim: 'unordered' }), anOutboxEntry(2, { claim: 'granted' }), anOutboxEntry(3)])

    expect(page.tray.findAll('[data-testid=outbox-claim]').map((mark) => mark.text())).toEqual(['未裁定', '本厅裁定'])
    // What the hall has settled asks for nothing.
    expect(page.tray.findAll('[data-testid=outbox-claim]').map((mark) => mark.find('.shape').exists())).toEqual([true, false])
    expect(page.tray.get('.marks').text()).toContain('未裁定')
  })

  it('says since when it is old while it cannot be read anew, and why nothing is shown when it never was', async () => {
    await open([anOutboxEntry(1)])
    page.host.trouble('outbox', 'tray', 'host-gone')
    await nextTick()
    expect(page.tray.get('.rows.stale').text()).toContain('数据停在')
    page.tray.unmount()

    page.host = new FakeDesk()
    page.mount(page.host.plugins())
    page.host.trouble('outbox', 'tray', 'host-gone')
    await nextTick()

    expect(page.tray.find('[data-testid=outbox-unread]').exists()).toBe(true)
  })

  it('is old once the host is gone, and says of nothing that it is being sent off', async () => {
    await open([anOutboxEntry(1), anOutboxEntry(2)], {})
    tell([anOutboxEntry(1), anOutboxEntry(2)], { counts: { waiting: 2, rejected: 0, held: 0 } })
    await nextTick()
    tell([anOutboxEntry(2)], { counts: { waiting: 1, rejected: 0, held: 0 } })
    await nextTick()
    expect(page.tray.find('[data-testid=outbox-progress]').exists()).toBe(true)

    useDeskStore().state = 'gone'
    await nextTick()

    expect(page.tray.find('[data-testid=outbox-progress]').exists()).toBe(false)
    expect(page.tray.get('.rows.stale').text()).toContain('数据停在')
  })

  it('says when it is empty', async () => {
    await open([])

    expect(page.tray.text()).toContain('发件箱是空的')
  })

  it('shows the three sides of a rejected step, only the fields that differ, in the hall’s time, and who was faster', async () => {
    await open([aRejectedEntry(1)])

    const rows = page.tray.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))
    expect(rows).toEqual([
      ['状态', '待派遣', '处置中', '处置中'],
      ['处置单位', '市政管理所', '县自来水公司', '县园林绿化中心'],
      ['处置到限', '无', '未改', '11-21 18:00:00'],
      ['其余 19 项', '三方相同'],
    ])
    expect(page.tray.findAll('thead th').map((cell) => cell.text())).toEqual(['字段', '原来版本 14，14:25:08', '我的王丽，14:26:08', '对方李娜，14:26:08，版本 15'])
    expect(page.tray.text()).toContain('5 号席李娜已在 14:26:08 办过这件')
    expect(page.tray.text()).toContain('离线办理')
  })

  it('says so where nothing is kept of what was, and where there is no such case', async () => {
    await open([aRejectedEntry(1)], { ground: null, theirs: null })

    expect(page.tray.get('thead').text()).toContain('没有留存')
    expect(page.tray.get('thead').text()).toContain('平台没有这件案件')
  })

  it('sends again as chosen, as 改派 with its reason, and not before there is one', async () => {
    await open([aRejectedEntry(1)])
    expect(page.tray.get('[data-testid=outbox-again]').text()).toContain('按改派重发')
    await press('outbox-again')
    expect(page.host.asked('outbox', 'settle')).toEqual([])

    await type('outbox-words', '权属在水厂')
    await press('outbox-again')

    expect(page.host.asked('outbox', 'settle')).toEqual([{ ...decision, choice: 'merge', words: '权属在水厂' }])
  })

  it('does the same step again where nothing is to be chosen', async () => {
    await open([aRejectedEntry(1)], { differences: [], mergeRefusal: 'nothing-to-merge', again: { action: 'dispatch', words: '', refusal: null } })

    await press('outbox-again')

    expect(page.host.asked('outbox', 'settle')).toEqual([{ ...decision, choice: 'again', sides: {} }])
  })

  it('says why it cannot be done again', async () => {
    await open([aRejectedEntry(1)], { mergeRefusal: 'nothing-to-merge', again: { action: 'dispatch', words: '', refusal: { code: 'illegal-move', detail: null } } })

    expect(page.tray.get('[data-testid=outbox-blocked]').text()).toContain('当前状态不能做这一步')
    await press('outbox-again')
    expect(page.host.asked('outbox', 'settle')).toEqual([])
  })

  it('shows what hangs on it and asks what becomes of that', async () => {
    await open([aRejectedEntry(1)], { dependents: [aHeldEntry(2)] })

    expect(page.tray.get('[data-testid=outbox-dependents]').text()).toContain('随同 1 步')
    await page.tray.findAll('[data-testid=outbox-dependents] [role=radio]')[2]!.trigger('click')
    await type('outbox-words', '是')
    await press('outbox-again')

    expect(page.host.asked('outbox', 'settle')).toMatchObject([{ dependents: 'leave' }])
  })

  it('withdraws only with a reason, and offers to take it back', async () => {
    await open([aRejectedEntry(1)])
    page.host.answer('outbox', 'settle', async () => ok({ settled: [aRejectedEntry(1).id], again: [], undoUntil: windowTime + 2_010_000 }))
    page.host.answer('outbox', 'takeBack', async () => ok(null))

    await press('outbox-withdraw')
    await page.tray.get('.confirm .primary').trigger('click')
    expect(page.host.asked('outbox', 'settle')).toEqual([])
    await type('outbox-reason', '对方派得对')
    await page.tray.get('.confirm .primary').trigger('click')
    await flushPromises()

    expect(page.host.asked('outbox', 'settle')).toMatchObject([{ choice: 'withdraw', words: '对方派得对', dependents: 'withdraw' }])
    tell([])
    await nextTick()
    expect(page.tray.get('[data-testid=outbox-undo]').text()).toContain('10 秒内可撤回')
    await press('outbox-take-back')
    expect(page.host.asked('outbox', 'takeBack')).toEqual([{ id: aRejectedEntry(1).id }])
    expect(page.tray.find('[data-testid=outbox-undo]').exists()).toBe(false)
  })

  it('offers to take a withdrawal back also where the entry has left before the answer comes', async () => {
    await open([aRejectedEntry(1)])
    const said = Promise.withResolvers<void>()
    const done = { settled: [aRejectedEntry(1).id], again: [], undoUntil: windowTime + 2_010_000 }
    page.host.answer('outbox', 'settle', () => said.promise.then(() => ok(done)))
    await press('outbox-withdraw')
    await type('outbox-reason', '对方派得对')
    await page.tray.get('.confirm .primary').trigger('click')

    tell([])
    await nextTick()
    said.resolve()
    await flushPromises()

    expect(page.tray.get('[data-testid=outbox-undo]').text()).toContain('10 秒内可撤回')
  })

  it('keeps the reason of a withdrawal that was refused', async () => {
    await open([aRejectedEntry(1)])
    page.host.answer('outbox', 'settle', async () => refuse('host-gone'))
    await press('outbox-withdraw')
    await type('outbox-reason', '对方派得对')

    await page.tray.get('.confirm .primary').trigger('click')
    await flushPromises()

    expect(page.tray.get('[role=alert]').text()).not.toBe('')
    expect(page.tray.get<HTMLInputElement>('[data-testid=outbox-reason]').element.value).toBe('对方派得对')
    expect(page.tray.find('[data-testid=outbox-undo]').exists()).toBe(false)
  })

  it('still has the words when it is opened again, until they are sent or somebody else sits here', async () => {
    const words = () => page.tray.get<HTMLInputElement>('[data-testid=outbox-words]').element.value
    const openAgain = async (): Promise<void> => {
      page.tray.unmount()
      page.mount()
      await nextTick()
    }
    await open([aRejectedEntry(1)])
    page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
    await type('outbox-words', '权属在水厂')

    await openAgain()
    expect(words()).toBe('权属在水厂')

    await press('outbox-again')
    await openAgain()
    expect(words()).toBe('')

    await type('outbox-words', '改派')
    page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ person: PersonId.parse('P00099') }) }))
    await openAgain()
    expect(words()).toBe('')
  })

  it('takes theirs by giving mine up, with that as the reason', async () => {
    await open([aRejectedEntry(1)])

    await press('outbox-theirs')

    expect(page.tray.get<HTMLInputElement>('[data-testid=outbox-reason]').element.value).toBe('采用对方的办理')
  })

  it('chooses sides by 1 and 2 and asks for a withdrawal by 3, for somebody who is in the tray', async () => {
    await open([aRejectedEntry(1)])
    const press1 = async (code: string): Promise<void> => {
      page.tray.get<HTMLElement>('[role=listbox]').element.focus()
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { code, key: code.slice(-1), bubbles: true }))
      await nextTick()
    }
    const chosen = () => page.tray.findAll<HTMLInputElement>('input[type=radio]').map(({ element }) => element.checked)

    await press1('Digit2')
    expect(chosen()).toEqual([false, true])
    await press1('Digit1')
    expect(chosen()).toEqual([true, false])
    await press1('Digit3')
    expect(page.tray.find('[data-testid=outbox-reason]').exists()).toBe(true)
  })

  it('asks the page.host for what is looked for, and for the rows in sight of a long list', async () => {
    await open([aRejectedEntry(1)])
    const counts = { waiting: 50_000, rejected: 0, held: 0 }
    tell(Array.from({ length: 200 }, (_, n) => anOutboxEntry(n + 1)), { total: 50_000, counts })
    await nextTick()
    expect(page.tray.text()).toMatch(/待发 50.000/)

    await type('outbox-search', '派遣')

    expect(page.host.watched('outbox', 'tray')).toContainEqual({ show: 'all', text: '派遣', offset: 0, limit: 200 })
  })

  it('shows how far the sending has come', async () => {
    await open([anOutboxEntry(1), anOutboxEntry(2), anOutboxEntry(3), anOutboxEntry(4)])

    tell([anOutboxEntry(4)])
    await nextTick()

    expect(page.tray.get('[data-testid=outbox-progress]').text()).toBe('已发 3 / 4')
  })

  it('opens the case', async () => {
    await open([aRejectedEntry(1)])

    await press('outbox-open-case')

    expect(page.tray.emitted('openCase')).toEqual([[aRejectedEntry(1).caseId]])
  })

  it('says why a choice cannot be carried out', async () => {
    await open([aRejectedEntry(1)])
    page.host.answer('outbox', 'settle', async () => refuse('illegal-move', 'closed'))

    await type('outbox-words', '是')
    await press('outbox-again')

    expect(page.tray.get('[role=alert]').text()).toContain('当前状态不能做这一步')
  })

  it('goes on with the next entry when the one in hand has left', async () => {
    await open([aRejectedEntry(1), anOutboxEntry(2, { position: 1 })])

    tell([anOutboxEntry(2, { position: 1 })])
    await nextTick()

    expect(page.tray.get('[role=toolbar]').text()).not.toContain('撤销')
    expect(page.tray.text()).toContain('3415232026112000002')
  })

  it('leaves Ctrl+Enter to the form beside it', async () => {
    await open([aRejectedEntry(1)])
    await type('outbox-words', '是')
    const form = document.body.appendChild(document.createElement('textarea'))
    form.focus()

    form.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', ctrlKey: true, bubbles: true }))
    expect(page.host.asked('outbox', 'settle')).toEqual([])
    page.tray.get<HTMLElement>('[data-testid=outbox-again]').element.focus()
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', ctrlKey: true, bubbles: true }))

    expect(page.host.asked('outbox', 'settle')).toHaveLength(1)
    form.remove()
  })

  it.each([['audit', 'record'], ['outbox', 'page']] as const)('says why there is no list when %s.%s is refused', async (area, name) => {
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue()
    await open([aRejectedEntry(1)])
    page.host.answer('outbox', 'page', async () => ok(anOutboxPage([aRejectedEntry(1)]))).answer('audit', 'record', async () => ok(null))
    page.host.answer(area, name as never, (async () => refuse('disk-full')))

    await press('outbox-export')

    expect(page.tray.get('[data-testid=outbox-not-exported]').text()).toContain('清单没有导出')
    expect(saved).not.toHaveBeenCalled()
  })
})
