import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AuditRow } from '#shared/contracts/audit.contract.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { useFormat } from '#renderer/composables/index.ts'
import { setLocale, text } from '#renderer/i18n/index.ts'
import { windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { resultWords, subjectWords } from './audit-words.ts'
import AuditPane from './AuditPane.vue'

const saved = vi.hoisted((): { blob: Blob; name: string }[] => [])
vi.mock('#renderer/charts/index.ts', () => ({ saveBlob: (blob: Blob, name: string) => saved.push({ blob, name }) }))

const format = useFormat()
const aRow = (n: number, more: Partial<AuditRow> = {}): AuditRow => ({
  ...{ n, at: windowTime - n * 1_000, person: PersonId.parse('1001'), personName: '王丽', post: 'acceptor,shift-leader' },
  ...{ what: 'case.reveal-phone', subject: '3415232026112000001', result: 'ok', detail: '回访核对', ...more },
})
const disk = { encrypted: 'no' as const, how: 'ext4' }
const trail = { first: 1, last: 3, exportedTo: 0, cutAt: null }

let host: FakeDesk
let pane: VueWrapper
const words = (): string => pane.text()

async function open(rows: readonly AuditRow[]): Promise<void> {
  host.answer('audit', 'entries', async () => ok({ rows: [...rows], next: null, last: rows.length }))
  pane = mount(AuditPane, { global: { plugins: host.plugins() }, attachTo: document.body })
  await flushPromises()
}

beforeEach(() => {
  // jsdom does not lay out: give the list twenty rows of height.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(560)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900)
  vi.useFakeTimers({ now: windowTime })
  saved.length = 0
  host = new FakeDesk()
  host.answer('audit', 'protection', async () => ok({ disk, hallKeys: ['k2', 'k1'], hasRecoveryCode: false, trail }))
})
afterEach(() => {
  pane?.unmount()
  setLocale('zh-CN')
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('操作记录', () => {
  it('says who did what on which post, when, to what and why', async () => {
    await open([aRow(1)])

    expect(words()).toContain('2026-11-20 14:26:07王丽受理员、值班长查看来电号码3415232026112000001回访核对')
  })

  it('says why something was refused, in the words of the code', async () => {
    await open([aRow(1, { what: 'session.sign-in', person: null, personName: '', result: 'refused', detail: 'bad-credentials' })])

    expect(words()).toContain('登录')
    expect(words()).toMatch(/被拒，\p{Script=Han}/u)
    expect(words()).not.toContain('bad-credentials')
  })

  it('says so when nothing fits, and when it cannot be read', async () => {
    await open([])
    expect(words()).toContain('没有符合条件的记录')
    pane.unmount()

    host.answer('audit', 'entries', async () => refuse('wrong-post'))
    pane = mount(AuditPane, { global: { plugins: host.plugins() }, attachTo: document.body })
    await flushPromises()

    expect(pane.get('[role=alert]').text()).not.toBe('')
  })

  it('asks for the week, and for what is typed once the typing rests', async () => {
    await open([aRow(1)])
    expect(host.asked('audit', 'entries')[0]).toMatchObject({ text: '', what: '', from: Date.parse('2026-11-13T00:00:00+08:00'), to: null, before: null })

    await pane.get('#audit-search').setValue('王丽')
    await vi.advanceTimersByTimeAsync(1_000)

    expect(host.asked('audit', 'entries').at(-1)).toMatchObject({ text: '王丽' })
    expect(host.asked('audit', 'entries')).toHaveLength(2)
  })

  it('hands out a period as two files, and reads the trail again because that is an entry too', async () => {
    await open([aRow(1)])
    host.answer('audit', 'exportPeriod', async () => ok({ name: 'audit-1', lines: '{}\n{}\n', manifest: '{}' }))

    await pane.get('[data-testid=audit-export]').trigger('click')
    await flushPromises()

    expect(saved.map(({ name }) => name)).toEqual(['audit-1.ndjson', 'audit-1.manifest.json'])
    expect(words()).toContain('已导出 2 条，附清单和签名；本机 exports/audit 留有一份')
    expect(host.asked('audit', 'entries')).toHaveLength(2)
  })

  it('saves nothing of a refused export and says why', async () => {
    await open([aRow(1)])
    host.answer('audit', 'exportPeriod', async () => refuse('not-found'))

    await pane.get('[data-testid=audit-export]').trigger('click')
    await flushPromises()

    expect(saved).toEqual([])
    expect(pane.get('.filter [role=status]').classes()).toContain('means-overdue')
  })
})

describe('数据保护', () => {
  it('says whether the disk is encrypted, under which keys, and how far the trail was handed out', async () => {
    await open([])

    expect(pane.get('[data-testid=disk-encryption]').text()).toContain('未加密（ext4）')
    expect(pane.get('[data-testid=protection]').text()).toContain('k2（当前），k1')
    expect(pane.get('[data-testid=protection]').text()).toContain('第 1 至 3 条，尚未导出')
  })

  it('tells a recovery code once to whoever gives their PIN, and takes it away when it has been written down', async () => {
    await open([])
    host.answer('audit', 'makeRecoveryCode', async () => ok({ code: 'ABCD-EFGH' }))
    host.answer('audit', 'confirmRecoveryCode', async () => ok(null))

    await pane.get('[data-testid=make-recovery-code]').trigger('click')
    expect(host.asked('audit', 'makeRecoveryCode')).toEqual([])
    await pane.get('[data-testid=device-pin]').setValue('246810')
    await pane.get('.primary, .danger').trigger('click')
    await flushPromises()
    expect(pane.get('[data-testid=recovery-code]').text()).toBe('ABCD-EFGH')
    await pane.get('[data-testid=recovery-code-noted]').trigger('click')
    await flushPromises()

    expect(words()).not.toContain('ABCD-EFGH')
    expect(host.asked('audit', 'makeRecoveryCode')).toEqual([{ secret: '246810' }])
    expect(host.asked('audit', 'confirmRecoveryCode')).toEqual([{ code: 'ABCD-EFGH' }])
  })

  it('keeps a recovery code on screen that the host has not heard to be written down', async () => {
    await open([])
    host.answer('audit', 'makeRecoveryCode', async () => ok({ code: 'ABCD-EFGH' }))
    host.answer('audit', 'confirmRecoveryCode', async () => refuse('disk-full'))

    await pane.get('[data-testid=make-recovery-code]').trigger('click')
    await pane.get('[data-testid=device-pin]').setValue('246810')
    await pane.get('.primary, .danger').trigger('click')
    await flushPromises()
    await pane.get('[data-testid=recovery-code-noted]').trigger('click')
    await flushPromises()

    expect(pane.get('[data-testid=recovery-code]').text()).toBe('ABCD-EFGH')
    expect(pane.get('[data-testid=protection] [role=alert]').text()).toContain('磁盘')
  })
})

describe('the words of an entry', () => {
  const said = (detail: string): string => resultWords({ result: 'ok', detail }, text, format)

  it('make facts of what is kept as JSON', () => {
    expect(said(JSON.stringify({ second: '1004', until: windowTime }))).toBe('与 1004 共同办理，延至 2026-11-20 14:26:08')
    expect(said(JSON.stringify({ words: '主责在环卫', sides: {}, dependents: 'again', again: ['a', 'b'] }))).toBe('主责在环卫，重新提交 2 步')
    expect(said('g1-c2.db; +8; -1; 20261120T062608-g1')).toBe('补回 8 条，仍缺 1 条')
  })

  it('leave a reason as it was typed, also one that only looks like facts', () => {
    expect(said('{回访}')).toBe('{回访}')
    expect(said('回访; +1')).toBe('回访; +1')
  })

  it('give the ends of an export in the hall’s time', () => {
    const subject = `${new Date(windowTime).toISOString()}/${new Date(windowTime + 60_000).toISOString()}`

    expect(subjectWords({ what: 'audit.export', subject }, format)).toBe('2026-11-20 14:26:08 – 2026-11-20 14:27:08')
    expect(subjectWords({ what: 'window.print', subject: '看板' }, format)).toBe('看板')
  })
})
