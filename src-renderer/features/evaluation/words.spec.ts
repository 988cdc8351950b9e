import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/universal'
import type { Figure, Indicator } from '#shared/contracts/evaluation.contract.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { samplePosts, sampleRanking, serveBoard } from '#tests/fakes/sample-board.ts'
import { ranges, weekdayOf } from './day-notes.ts'
import { against, asText, madeOf } from './drill/arithmetic.ts'
import { postSheet } from './export/post-sheet.ts'
import { aboutSheet, rankingSheet } from './export/ranking-sheet.ts'
import { periodAt, stepped, yearBefore } from './period-steps.ts'
import { periodName } from './period-words.ts'
import { firstBelow } from './ranking-columns.ts'
import { formulaOf, postFormula } from './scheme-words.ts'
import { bucketNames, minutesText } from './span-words.ts'

const ranking = sampleRanking()
const standing = { asOf: null, pending: 0 }
const words = { noOne: '无责任单位', locale: 'zh-CN', stamp: () => '2026-11-01 00:00:00' }

describe('the words of the board', () => {
  it('name periods as the hall does', () => {
    const names = [
      { kind: 'day', start: '2026-10-31' }, { kind: 'ten-day', start: '2026-10-21' }, { kind: 'month', start: '2026-10-01' }, { kind: 'year', start: '2026-01-01' },
    ] as const

    expect(names.map(periodName)).toEqual(['2026-10-31', '2026 年 10 月下旬', '2026 年 10 月', '2026 年'])
  })

  it('step through ten-days over the end of a year', () => {
    const tenDay = periodAt('ten-day', '2026-01-07')

    expect([stepped(tenDay, -1).start, stepped(tenDay, 1).start, yearBefore(tenDay).start]).toEqual(['2025-12-21', '2026-01-11', '2025-01-01'])
  })

  it('give back a date that is none as it came', () => {
    expect(periodAt('month', '昨天')).toEqual({ kind: 'month', start: '昨天' })
  })

  it('write durations so that they line up', () => {
    expect([null, 0, 41, 312, 4_564].map(minutesText)).toEqual(['—', '0 分', '41 分', '5 时 12 分', '3 天 04 时'])
  })

  it('name the spans of lateness by their bounds', () => {
    expect(bucketNames([60, 480, 1440, 4320, null])).toEqual(['1 时内', '1–8 时', '8–24 时', '24 时–3 天', '3 天以上'])
  })

  it('join days of a holiday', () => {
    expect(ranges([1, 2, 3, 7, 30, 31])).toEqual(['1–3', '7', '30–31'])
    expect(weekdayOf('2026-10-01')).toBe(3)
  })

  it('say how a score is made', () => {
    expect(formulaOf(ranking.scheme)).toBe('得分 = 按期结案率 × 60 + 结案率 × 30 + (1 − 返工率) × 10')
  })

  it('say that the volume of a post is left out of days and ten days', () => {
    const parts = [{ indicator: 'acceptVolume', weight: 25, better: 'higher' as const }]
    const told = (kind: 'ten-day' | 'month'): string =>
      postFormula({ ...standing, post: 'acceptor', scheme: { ...ranking.scheme, parts }, rows: [], period: { kind, start: '2026-11-01' } })

    expect([told('month'), told('ten-day')]).toEqual(['得分 = 受理数 × 25', '得分 = 受理数 × 25；日、旬不计受理数，只按月、年计分'])
  })

  it('draw no reward line where all are on one side of it', () => {
    const rows = [{ id: 'a', score: 90 }, { id: 'b', score: 70 }, { id: 'c', score: null }]

    expect([firstBelow(rows, 80), firstBelow(rows, 95), firstBelow(rows.slice(0, 1), 80), firstBelow(rows, null)]).toEqual(['b', undefined, undefined, undefined])
  })
})

describe('the workbook', () => {
  it('has numbers as numbers, an empty cell where there is none, and the sum as its last row', () => {
    const sheet = rankingSheet(ranking, words)

    expect(sheet[1]?.slice(0, 4)).toMatchObject([{ value: 1, type: Number }, { value: '县环境卫生管理所' }, { type: Number, format: '0.00' }, { value: 'A' }])
    expect(sheet.at(-1)?.[0]).toBeNull()
    expect(sheet).toHaveLength(ranking.rows.length + 2)
    expect(new Set(sheet.map((row) => row.length)).size).toBe(1)
  })

  it('of a post has every part of the score, numbers as numbers and shares as shares', () => {
    const [titles, first] = postSheet(samplePosts({ kind: 'month', start: '2026-11-01' }))
    const shown = (row: typeof first) => row?.map((cell) => (typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell))

    expect(shown(titles)).toEqual(['名次', '人员', '得分', '等级', '受理数', '核实按时派发率', '核查按时派发率'])
    expect(shown(first)).toEqual([1, '王丽', 87.5, 'B', 2_010, 0.8, null])
    expect(first?.slice(4, 6)).toMatchObject([{ type: Number, format: '0' }, { type: Number, format: '0.00%' }])
  })

  it('is a file that a spreadsheet can open', async () => {
    const blob = await writeXlsxFile([{ data: rankingSheet(ranking, words), sheet: '排名' }, { data: aboutSheet(ranking, words), sheet: '说明' }]).toBlob()

    const bytes = new Uint8Array(await blob.arrayBuffer())
    expect([...bytes.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4])
  })
})

describe('an arithmetic', () => {
  const told = (indicator: Indicator): Promise<Figure> => {
    const host = new FakeDesk()
    serveBoard(host)
    const filter = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
    return new Promise((resolve) => {
      host.desk.watch.evaluation.figure({ scope: { subject: 'department', id: 'd12' }, period: ranking.period, filter, indicator, compare: null, scheme: null }, resolve)
    })
  }

  it('adds up under its stroke and copies as text', async () => {
    const figure = await told('onTimeRate')

    const lines = madeOf(figure)
    const text = asText({ ...figure, asOf: 0, pending: 3 }, '县供电公司', words.stamp)

    expect(lines.slice(0, -1).reduce((sum, { value }) => sum + Number(value), 0)).toBe(Number(lines.at(-1)?.value))
    expect(text).toContain('县供电公司，按期结案率\n2026 年 10 月\n71.43% = 65 ÷ 91')
    expect(text).toContain('\n数据 截至 2026-11-01 00:00:00，含 3 项未上传\n\n')
    expect(asText({ ...figure, asOf: 0, pending: 0 }, '县供电公司', words.stamp)).not.toContain('未上传')
  })

  it('says which days it stands against', async () => {
    const figure = { ...(await told('onTimeRate')), compareDays: 5 }

    expect(against(figure)).toContain('2026 年 9 月前 5 天 82.76%')
  })

  it('has no sum where the figure is none', async () => {
    const reworked = await told('reworked')

    expect(madeOf(reworked)).toEqual([])
    expect(asText(reworked, '县供电公司', words.stamp)).not.toContain('应结案')
  })
})
