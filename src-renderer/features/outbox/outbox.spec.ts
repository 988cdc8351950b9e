import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { OutboxEntry } from '#shared/contracts/link.contract.ts'
import { useFormat } from '#renderer/composables/index.ts'
import { text } from '#renderer/i18n/index.ts'
import { aRejectedEntry, anOutboxEntry, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { compareLines, noteWords, refusalWords } from './entry-words.ts'
import { outboxCsv } from './outbox-csv.ts'
import OutboxTray from './OutboxTray.vue'

const format = useFormat()
let host: FakeDesk
let tray: VueWrapper

async function open(entries: OutboxEntry[]): Promise<void> {
  host = new FakeDesk().answer('outbox', 'settle', async () => ok(null))
  tray = mount(OutboxTray, { global: { plugins: host.plugins() }, attachTo: document.body })
  tell(entries)
  await nextTick()
}
function tell(entries: OutboxEntry[]): void {
  host.tell('outbox', 'tray', { entries, oldestAt: entries.length === 0 ? null : Math.min(...entries.map(({ at }) => at)) })
}
const press = async (id: string): Promise<void> => {
  await tray.get(`[data-testid=${id}]`).trigger('click')
  await flushPromises()
}

beforeEach(() => vi.useFakeTimers({ now: windowTime + 2_000_000, toFake: ['Date', 'performance'] }))
afterEach(() => {
  tray?.unmount()
  vi.useRealTimers()
})

describe('the outbox tray', () => {
  it('counts what waits and what was rejected, and promises order', async () => {
    await open([aRejectedEntry(1), anOutboxEntry(2, { position: 1 }), anOutboxEntry(3, { position: 2 })])

    expect(tray.text()).toContain('被拒 1')
    expect(tray.text()).toContain('待发 2')
    expect(tray.text()).toContain('恢复后按号依次发送，不会重复')
  })

  it('says when it is empty', async () => {
    await open([])

    expect(tray.text()).toContain('发件箱是空的')
  })

  it('shows both sides of a rejected step, only the fields that differ, in the hall’s time', async () => {
    await open([aRejectedEntry(1)])

    const rows = tray.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))
    expect(rows).toEqual([
      ['处置单位', '市政管理所', '县自来水公司', '县园林绿化中心'],
      ['处置到限', '无', '未改', '11-21 18:00:00'],
      ['状态', '待派遣', '处置中', '处置中'],
    ])
    expect(tray.text()).toContain('5 号席李娜已在 14:26:08 办过这件')
  })

  it('does the step again on the case as it is now', async () => {
    await open([aRejectedEntry(1)])

    await press('outbox-again')

    expect(host.asked('outbox', 'settle')).toEqual([{ id: aRejectedEntry(1).id, choice: 'again' }])
  })

  it('withdraws only after the question was answered', async () => {
    await open([aRejectedEntry(1)])

    await press('outbox-withdraw')
    expect(host.asked('outbox', 'settle')).toEqual([])
    await tray.get('.confirm .primary').trigger('click')
    await flushPromises()

    expect(host.asked('outbox', 'settle')).toEqual([{ id: aRejectedEntry(1).id, choice: 'withdraw' }])
  })

  it('opens the case', async () => {
    await open([aRejectedEntry(1)])

    await press('outbox-open-case')

    expect(tray.emitted('openCase')).toEqual([[aRejectedEntry(1).caseId]])
  })

  it('says why a choice cannot be carried out', async () => {
    await open([aRejectedEntry(1)])
    host.answer('outbox', 'settle', async () => refuse('illegal-move', 'closed'))

    await press('outbox-again')

    expect(tray.get('[role=alert]').text()).toContain('当前状态不能做这一步')
  })

  it('goes on with the next entry when the one in hand has left', async () => {
    await open([aRejectedEntry(1), anOutboxEntry(2, { position: 1 })])

    tell([anOutboxEntry(2, { position: 1 })])
    await nextTick()

    expect(tray.get('[role=toolbar]').text()).not.toContain('撤销')
    expect(tray.text()).toContain('3415232026112000002')
  })

  it('leaves Ctrl+Enter to the form beside it', async () => {
    await open([aRejectedEntry(1)])
    const form = document.body.appendChild(document.createElement('textarea'))
    form.focus()

    form.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', ctrlKey: true, bubbles: true }))
    expect(host.asked('outbox', 'settle')).toEqual([])
    tray.get<HTMLElement>('[data-testid=outbox-again]').element.focus()
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', ctrlKey: true, bubbles: true }))

    expect(host.asked('outbox', 'settle')).toHaveLength(1)
    form.remove()
  })
})

describe('the words of an entry', () => {
  it('say which step of the same case goes first', () => {
    const first = anOutboxEntry(1)
    const second = anOutboxEntry(2, { caseId: first.caseId, action: 'dispatch' })

    expect(noteWords(second, [first, second], text)).toBe('等同案的第 1 条先到')
    expect(noteWords(first, [first, second], text)).toBe('链路恢复后按序发送')
    expect(noteWords(anOutboxEntry(3, { state: 'held', position: null }), [], text)).toContain('先处理那一步')
  })

  it('give the rule and the next step when nobody else is the cause', () => {
    const entry = aRejectedEntry(1)
    const refused = { ...entry, refusal: { ...entry.refusal!, code: 'wrong-post', byName: null } }

    expect(refusalWords(refused, windowTime, text, format)).toBe('当前岗位不能做这一步。请有该岗位的人办理。')
  })

  it('show a field this build does not know by its own name', () => {
    expect(compareLines([{ field: 'newField', base: null, mine: 'a', theirs: 'b' }], windowTime, text, format)[0]).toMatchObject({ label: 'newField', base: '无', mine: 'a', theirs: 'b' })
  })
})

describe('the exported list', () => {
  it('is CSV with a mark for spreadsheets, a line an entry, and no cell that computes', () => {
    const csv = outboxCsv([anOutboxEntry(1, { className: '=HYPERLINK("x"),井盖' }), aRejectedEntry(2)], text, format)

    const lines = csv.split('\r\n')
    expect(csv.startsWith('\uFEFF序号,命令号,案卷号')).toBe(true)
    expect(lines).toHaveLength(4)
    expect(lines[1]).toContain('"\'=HYPERLINK(""x""),井盖"')
    expect(lines[2]).toContain('案件已被他人改动')
  })
})
