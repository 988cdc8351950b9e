import { describe, expect, it } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseNo, DepartmentId } from '#shared/kernel/ids.ts'
import { CaseStory, HOUR, MINUTE, MONDAY_NINE } from '#tests/builders/case-story.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'

const MIDNIGHT = MONDAY_NINE - 9 * HOUR

/** Case `n`, as it stands after its story. */
function told(n: number, story: CaseStory, over: Partial<CaseRow> = {}): CaseRow {
  return { ...story.case, id: caseId(n), no: `34152320261116${String(n).padStart(5, '0')}` as CaseNo, ...over }
}

function reportedAt(ms: number, ...steps: Parameters<typeof CaseStory.after>): CaseStory {
  const story = new CaseStory().wait(ms)
  for (const step of ['report', ...steps] as const) story.do(step)
  return story
}

function aSeatWith(...rows: CaseRow[]): TestSeat {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  for (const row of rows) platform.put('case', row.id, row, row.ver)
  seat.read(platform)
  return seat
}

const numbers = (rows: readonly { id: string }[]): number[] => rows.map(({ id }) => Number.parseInt(id.slice(-4), 16))

describe('work lists', () => {
  const seat = () =>
    aSeatWith(
      told(1, reportedAt(2 * MINUTE)),
      told(2, reportedAt(0)),
      told(3, reportedAt(0, 'accept', 'file', 'dispatch')),
      told(4, reportedAt(0, 'accept', 'file', 'dispatch', 'urge', 'put-on-account')),
      told(5, reportedAt(0, 'accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check', 'close'), { callBack: 'due' }),
    )

  it('hold what waits for their step, the first due first, with names looked up', () => {
    const lists = seat()

    expect(numbers(lists.reader.workList('to-accept', 0, 10).rows)).toEqual([2, 1])
    expect(lists.reader.workList('handling', 0, 10).rows).toMatchObject([
      { departmentName: 'water 单位', pending: 0, urgent: false },
    ])
    expect(numbers(lists.reader.workList('on-account', 0, 10).rows)).toEqual([4])
    expect(numbers(lists.reader.workList('supervised', 0, 10).rows)).toEqual([4])
    expect(numbers(lists.reader.workList('call-back', 0, 10).rows)).toEqual([5])
  })

  it('come page by page with the total', () => {
    expect(seat().reader.workList('to-accept', 1, 1)).toMatchObject({ total: 2, rows: [{ id: caseId(1) }] })
  })

  it('count what is past due and what is in the last quarter of its limit', () => {
    const counted = (now: number) =>
      seat()
        .reader.workListCounts(now)
        .find(({ list }) => list === 'to-accept')

    expect(counted(MONDAY_NINE)).toEqual({ list: 'to-accept', total: 2, attention: 0, overdue: 0 })
    expect(counted(MONDAY_NINE + 12 * MINUTE)).toEqual({ list: 'to-accept', total: 2, attention: 1, overdue: 0 })
    expect(counted(MONDAY_NINE + 16 * MINUTE)).toEqual({ list: 'to-accept', total: 2, attention: 1, overdue: 1 })
  })

  it('tell a window when attention begins, so that it can say 临期 by itself', () => {
    const [brief] = seat().reader.workList('to-accept', 0, 1).rows

    expect(brief).toMatchObject({ attentionAt: MONDAY_NINE + 11.25 * MINUTE, dueAt: MONDAY_NINE + 15 * MINUTE })
  })
})

describe('the wall', () => {
  const seat = () =>
    aSeatWith(
      told(1, reportedAt(0), { urgent: true }),
      told(2, reportedAt(0, 'accept', 'file')),
      told(3, reportedAt(0, 'accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check', 'close')),
      told(4, reportedAt(-24 * HOUR)),
    )

  it('counts the day and what is open', () => {
    const figures = seat().reader.figures(MONDAY_NINE + MINUTE, MIDNIGHT)

    expect(figures).toEqual({ reportedToday: 3, filedToday: 2, closedToday: 1, open: 3, overdue: 1, emergency: 1, pending: 0 })
  })

  it('names the emergencies first, then the first due', () => {
    expect(numbers(seat().reader.pressing(MONDAY_NINE, 7))).toEqual([1, 4, 2])
  })

  it('gives the live cases of a box, the most urgent when there are too many, and how many there are', () => {
    const { reader } = seat()

    expect(numbers(reader.pins([116, 31, 117, 32], 10).pins)).toEqual([1, 4, 2])
    expect(reader.pins([116, 31, 117, 32], 2)).toMatchObject({ total: 3, pins: [{ id: caseId(1) }, { id: caseId(4) }] })
    expect(reader.pins([0, 0, 1, 1], 10)).toEqual({ pins: [], total: 0 })
  })

  it('tells the next shift what is overdue and what will be within the hour', () => {
    expect(seat().reader.handover(MONDAY_NINE + MINUTE)).toEqual({ overdue: 1, dueWithinHour: 2 })
  })
})

describe('taking a call', () => {
  it('knows live cases of the class near by and of late, the nearest first', () => {
    const near = (n: number, metres: number, over: Partial<CaseRow> = {}) => {
      const row = told(n, reportedAt(n * MINUTE), over)
      return { ...row, place: { ...row.place, lat: 31.46 + metres / 111_195 } }
    }
    const { reader } = aSeatWith(
      near(1, 40),
      near(2, 10),
      near(3, 60),
      near(4, 5, { classCode: 'E0110' }),
      near(5, 1, { state: 'closed' }),
    )

    expect(numbers(reader.nearbyCases('C0101', 116.95, 31.46, 50, 0))).toEqual([2, 1])
    expect(numbers(reader.nearbyCases('C0101', 116.95, 31.46, 50, MONDAY_NINE + 90_000))).toEqual([2])
  })

  it('knows a caller by the key of the number, and whether the last call-back went well', () => {
    const { reader } = aSeatWith(
      told(1, reportedAt(0), { phoneKey: 'k', callBack: 'unsatisfied' }),
      told(2, reportedAt(HOUR), { phoneKey: 'k', callBack: 'satisfied' }),
      told(3, reportedAt(2 * HOUR), { phoneKey: 'k' }),
      told(4, reportedAt(0), { phoneKey: 'other' }),
    )

    expect(reader.casesByPhoneKey('k', 2)).toMatchObject({
      total: 3,
      rows: [{ id: caseId(3) }, { id: caseId(2) }],
      lastAnswer: { satisfied: true },
    })
    expect(reader.casesByPhoneKey('none', 2)).toEqual({ total: 0, rows: [], lastAnswer: null })
  })

  it('knows how departments did with the class', () => {
    const answered = reportedAt(0, 'accept', 'file', 'dispatch').wait(HOUR).do('answer')
    const late = reportedAt(0, 'accept', 'file', 'dispatch')
      .wait(3 * HOUR)
      .do('answer')
    const { reader } = aSeatWith(
      told(1, answered),
      told(2, late, { returns: 2 }),
      told(3, reportedAt(0, 'accept', 'file', 'dispatch')),
      told(4, answered, { department: 'roads' as DepartmentId }),
    )

    expect(reader.departmentHistory('C0101', 0)).toEqual([
      { department: 'water', handled: 2, onTime: 0.5, returns: 2, meanMs: 2 * HOUR, open: 1 },
      { department: 'roads', handled: 1, onTime: 1, returns: 0, meanMs: HOUR, open: 0 },
    ])
    expect(reader.departmentHistory('C0101', MONDAY_NINE + 1)).toEqual([])
  })
})

describe('what lies around a point', () => {
  const square = (west: number, south: number) => ({
    type: 'Polygon' as const,
    coordinates: [
      [
        [west, south],
        [west + 0.01, south],
        [west + 0.01, south + 0.01],
        [west, south + 0.01],
        [west, south],
      ],
    ],
  })

  function aTown(): TestSeat {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    const grid = { street: null, community: null, dutyGrid: 'd1', areaGrade: 'A', name: null }
    platform.put('grid', 'g1', { ...grid, code: 'g1', geometry: square(116.9, 31.4) })
    platform.put('grid', 'g2', { ...grid, code: 'g2', geometry: square(116.91, 31.4) })
    platform.put('duty-grid', 'd1', { code: 'd1', name: '梅河责任网格', inspectors: ['J01'], department: null })
    const who = {
      grid: null,
      department: null,
      owner: null,
      keeper: null,
      changedOn: null,
      state: 'intact',
      classCode: 'C0101',
      name: '上水井盖',
    }
    for (const [code, lng] of [
      ['1', 116.9],
      ['2', 116.9001],
      ['3', 116.95],
    ] as const)
      platform.put('component', code, { ...who, code, lng, lat: 31.4 })
    const road = { layer: 'road-main', minZoom: 8, rank: 1 }
    const line = (lat: number) => ({
      type: 'LineString',
      coordinates: [
        [116.8, lat],
        [117, lat],
      ],
    })
    platform.put('map-feature', 'r1', { ...road, id: 'r1', name: '梅河路', geometry: line(31.4001) })
    platform.put('map-feature', 'r2', { ...road, id: 'r2', name: '桃溪路', geometry: line(31.405) })
    platform.put('map-feature', 'r3', { ...road, id: 'r3', name: null, geometry: line(31.4) })
    seat.read(platform)
    return seat
  }

  it('is one unit grid, also on the border of two', () => {
    const { reader } = aTown()

    expect(reader.gridAt(116.905, 31.405)?.code).toBe('g1')
    expect(['g1', 'g2']).toContain(reader.gridAt(116.91, 31.405)?.code)
    expect(reader.gridAt(0, 0)).toBeNull()
    expect(reader.dutyGrid('d1')?.name).toBe('梅河责任网格')
  })

  it('is components by distance', () => {
    const near = aTown().reader.componentsNear(116.9, 31.4, 50, 5)

    expect(near.map(({ code, distanceM }) => [code, Math.round(distanceM)])).toEqual([
      ['1', 0],
      ['2', 9],
    ])
  })

  it('is the nearest street that has a name', () => {
    const { reader } = aTown()

    expect(reader.nearestStreet(116.9, 31.4)).toEqual({ name: '梅河路', distanceM: expect.closeTo(11, 0) as number })
    expect(reader.nearestStreet(116.9, 31.41)?.name).toBe('桃溪路')
    expect(reader.nearestStreet(116.9, 31.5)).toBeNull()
  })
})
