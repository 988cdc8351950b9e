import { describe, expect, it } from 'vitest'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { OutboxEntry, OutboxPage } from '#shared/contracts/link.contract.ts'
import { useFormat } from '#renderer/composables/index.ts'
import { text } from '#renderer/i18n/index.ts'
import { aRejectedDetail, aRejectedEntry, anOutboxEntry, anOutboxPage, windowTime } from '#tests/builders/a-window.ts'
import { compareLines, noteWords, refusalWords } from './entry-words.ts'
import { outboxCsv } from './outbox-csv.ts'
import { readWholeList } from './read-whole-list.ts'

const format = useFormat()

describe('the words of an entry', () => {
  it('say which step of the same case goes first', () => {
    expect(noteWords(anOutboxEntry(2, { after: 1 }), text)).toBe('等同案的第 1 条先到')
    expect(noteWords(anOutboxEntry(1), text)).toBe('链路恢复后按序发送')
    expect(noteWords(anOutboxEntry(3, { state: 'held', position: null }), text)).toContain('先处理那一步')
  })

  it('give the rule and the next step when nobody else is the cause', () => {
    const refused = aRejectedDetail(1, { refusal: { code: 'wrong-post', detail: null } })

    expect(refusalWords(refused, windowTime, text, format)).toBe('当前岗位不能做这一步。请有该岗位的人办理。')
  })

  it('show a field this build does not know by its own name', () => {
    expect(compareLines([{ field: 'newField', base: null, mine: 'a', theirs: 'b', open: false }], windowTime, text, format)[0]).toMatchObject({ label: 'newField', base: '无', mine: 'a', theirs: 'b' })
  })
})

describe('the list to hand over', () => {
  const many = Array.from({ length: 450 }, (_, n) => anOutboxEntry(n + 1))
  const pageOf = (entries: readonly OutboxEntry[], offset: number, limit: number): OutboxPage =>
    anOutboxPage(entries.slice(offset, offset + limit), { offset, total: entries.length })
  const ids = (list: readonly OutboxEntry[]): string[] => list.map(({ id }) => id)

  it('skips nothing while entries are being sent, and has what was refused meanwhile', async () => {
    let reads = 0
    const list = await readWholeList(async (offset, limit) => {
      reads += 1
      // From the second page on forty have left from the front and the last one has come back refused.
      const now = reads === 1 ? many : [{ ...many[449]!, state: 'rejected' as const }, ...many.slice(40, 449)]
      return ok(pageOf(now, offset, limit))
    })

    expect(list.ok && ids(list.value).toSorted()).toEqual(ids(many).toSorted())
  })

  it('is refused and not short when a page is refused, or when it moves too fast to be read', async () => {
    const refused = await readWholeList(async (offset, limit) => (offset === 0 ? ok(pageOf(many, offset, limit)) : refuse('host-gone')))
    let reads = 0
    const racing = await readWholeList(async (offset, limit) => {
      reads += 1
      const now = many.map((_, n) => anOutboxEntry(1000 * reads + n))
      return ok(pageOf(now, offset, limit))
    })

    expect([refused, racing]).toMatchObject([{ ok: false, error: { code: 'host-gone' } }, { ok: false, error: { code: 'list-moves' } }])
  })

  it('is refused when no page goes on although there should be more', async () => {
    let reads = 0
    const list = await readWholeList(async (offset, limit) => {
      reads += 1
      if (reads > 20) throw new Error('it would read for ever')
      return ok(anOutboxPage(many.slice(0, 200).slice(offset, offset + limit), { offset, total: many.length }))
    })

    expect(list).toMatchObject({ ok: false, error: { code: 'list-moves' } })
  })
})

describe('the exported list', () => {
  it.each(['=1+1', '+1+1', '-2', '@SUM(1)', '\t=1', '\n=1', ' =1', '\u{200B}=1', '＝1', '＠SUM(1)'])('exports %j as words, never as a formula', (className) => {
    const csv = outboxCsv([anOutboxEntry(1, { className })], text, format)

    expect(csv).toContain(`'${className}`)
  })

  it('exports commas, quotes, ends of lines and joined pictures whole', () => {
    const csv = outboxCsv([anOutboxEntry(1, { className: '井盖,"大"\r\n👨‍👩‍👧' })], text, format)

    expect(csv).toContain('"井盖,""大""\r\n👨‍👩‍👧"')
  })

  it('is CSV with a mark for spreadsheets, a line an entry, and no cell that computes', () => {
    const csv = outboxCsv([anOutboxEntry(1, { className: '=HYPERLINK("x"),井盖' }), aRejectedEntry(2)], text, format)

    const lines = csv.split('\r\n')
    expect(csv.startsWith('\uFEFF序号,命令号,案卷号')).toBe(true)
    expect(lines).toHaveLength(4)
    expect(lines[1]).toContain('"\'=HYPERLINK(""x""),井盖"')
    expect(lines[2]).toContain('案件已被他人改动')
  })
})
