// What the tray does while its entries and their cases go on moving under the hands of whoever decides.
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { aRejectedDetail, aRejectedEntry, windowTime } from '#tests/builders/a-window.ts'
import { OutboxTrayPage } from '#tests/builders/an-outbox-tray.ts'
import OutboxTray from './OutboxTray.vue'

const page = new OutboxTrayPage(OutboxTray)
const { open, tell, type, press } = page

describe('while sides are being chosen and the case is moved on once more', () => {
  const line = { field: 'department', base: '市政管理所', mine: '县自来水公司', theirs: '县园林绿化中心', open: true }
  const urgent = { field: 'urgent', base: '否', mine: '是', theirs: '否', open: true }
  const later = { ver: 16, state: 'handling' as const, byName: '赵敏', bySeat: '7', at: windowTime + 60_000 }
  const chosen = () => page.tray.findAll<HTMLInputElement>('input[type=radio]').map(({ element }) => element.checked)
  async function takeTheirDepartment(): Promise<void> {
    await open([aRejectedEntry(1)], { differences: [line, urgent] })
    await page.tray.findAll('input[type=radio]')[1]!.trigger('change')
    await type('outbox-words', '权属在园林')
  }

  it('sends nothing before that was looked at, and takes no value for chosen that was not seen', async () => {
    await takeTheirDepartment()
    expect(chosen()).toEqual([false, true, true, false])

    page.host.tell('outbox', 'entry', aRejectedDetail(1, { theirs: later, differences: [{ ...line, theirs: '县住建局' }, urgent] }))
    await nextTick()

    expect(page.tray.get('[data-testid=outbox-moved]').text()).toContain('处置单位县园林绿化中心县住建局')
    expect(chosen()).toEqual([true, false, true, false])
    await press('outbox-again')
    expect(page.host.asked('outbox', 'settle')).toEqual([])
    await press('outbox-look-again')
    await press('outbox-again')
    expect(page.host.asked('outbox', 'settle')).toMatchObject([{ sides: { department: 'mine', urgent: 'mine' }, seenVer: 16 }])
  })

  it('keeps what was chosen where the other side still says the same', async () => {
    await takeTheirDepartment()

    page.host.tell('outbox', 'entry', aRejectedDetail(1, { theirs: later, differences: [line, { ...urgent, theirs: null }] }))
    await nextTick()

    expect(chosen()).toEqual([false, true, true, false])
    expect(page.tray.get('[data-testid=outbox-moved]').text()).toContain('紧急否无')
  })

  it('asks to look at a field that could not be chosen before', async () => {
    await open([aRejectedEntry(1)], { differences: [line] })
    await type('outbox-words', '权属在水厂')

    page.host.tell('outbox', 'entry', aRejectedDetail(1, { theirs: later, differences: [line, urgent] }))
    await nextTick()
    await press('outbox-again')

    expect(page.host.asked('outbox', 'settle')).toEqual([])
    expect(page.tray.find('[data-testid=outbox-moved]').exists()).toBe(true)
  })
})

describe('when the entry in hand has left', () => {
  const pressCtrlEnter = async (): Promise<KeyboardEvent> => {
    const event = new KeyboardEvent('keydown', { code: 'Enter', key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
    await flushPromises()
    return event
  }
  const noWordsNeeded = { differences: [], mergeRefusal: 'nothing-to-merge', again: { action: 'dispatch' as const, words: '', refusal: null } }

  it('sends the one in its place only when somebody has selected that', async () => {
    await open([aRejectedEntry(1), aRejectedEntry(2)], noWordsNeeded)
    page.tray.get<HTMLElement>('[role=listbox]').element.focus()
    await pressCtrlEnter()
    tell([aRejectedEntry(2)])
    await nextTick()

    await pressCtrlEnter()

    expect(page.host.asked('outbox', 'settle')).toHaveLength(1)
    expect(page.tray.find('[data-testid=outbox-unselected]').exists()).toBe(true)
    await page.tray.get('[role=listbox]').trigger('keydown', { code: 'ArrowDown' })
    await pressCtrlEnter()
    expect(page.host.asked('outbox', 'settle').map(({ id }) => id)).toEqual([aRejectedEntry(1).id, aRejectedEntry(2).id])
  })

  it('does not leave the second press to the form beneath', async () => {
    await open([aRejectedEntry(1)])
    await type('outbox-words', '权属在水厂')
    page.tray.get<HTMLElement>('[data-testid=outbox-words]').element.focus()
    await pressCtrlEnter()
    tell([])
    await flushPromises()

    const second = await pressCtrlEnter()

    expect(document.activeElement?.closest('[data-testid=outbox-tray]')).not.toBeNull()
    expect(second.defaultPrevented).toBe(true)
  })
})
