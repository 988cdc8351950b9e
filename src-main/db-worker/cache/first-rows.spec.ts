import { describe, expect, it } from 'vitest'
import { aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'

/** A platform with one case, which another seat has reported. */
function aHall() {
  const [platform, other] = [new TestPlatform(), new TestSeat()]
  other.read(platform)
  other.do(aReport(1))
  other.send(platform)
  return { platform, seat: new TestSeat(), rows: platform.page(0).changes.filter(({ kind }) => kind !== 'flow') }
}

const shown = (seat: TestSeat, of = 1) => seat.reader.caseById(caseId(of))?.row ?? null

describe('what a seat without data is given to begin with', () => {
  it('is shown at once, and the feed is read from its beginning all the same', () => {
    const { platform, seat, rows } = aHall()

    seat.writer.begin(rows)

    expect(shown(seat)).toEqual(platform.case(caseId(1)))
    expect(seat.writer.cursor()).toBeNull()
  })

  it('is gone when the feed has come to the head without it', () => {
    const { platform, seat, rows } = aHall()
    const one = rows.find(({ kind }) => kind === 'case')!
    const ghost = { ...one, id: caseId(9), row: { ...one.row, id: caseId(9) } }

    seat.writer.begin([...rows, ghost])
    expect(shown(seat, 9)).not.toBeNull()
    seat.read(platform)

    expect(shown(seat, 9)).toBeNull()
    expect(shown(seat)).toEqual(platform.case(caseId(1)))
  })

  it('is gone too where it was believed to be newer than what the feed brings', () => {
    const { platform, seat, rows } = aHall()

    seat.writer.begin(rows.map((row) => (row.kind === 'case' ? { ...row, ver: 99, row: { ...row.row, ver: 99 } } : row)))
    seat.read(platform)

    expect(shown(seat)).toEqual(platform.case(caseId(1)))
  })

  it('stays as long as pages are still to come', () => {
    const { platform, seat, rows } = aHall()
    const page = platform.page(0)
    const [first, ...rest] = page.changes

    seat.writer.begin(rows)
    seat.writer.applyPage({ ...page, changes: [first!], next: first!.seq, more: true })

    expect(shown(seat)).not.toBeNull()
    seat.writer.applyPage({ ...page, from: first!.seq, changes: rest })
    expect(shown(seat)).toEqual(platform.case(caseId(1)))
  })

  it('brings the rules by which own acts are folded that came before', () => {
    const { seat, rows } = aHall()
    seat.do(aReport(1))
    expect(shown(seat)).toBeNull()

    seat.writer.begin(rows)

    expect(shown(seat)).toMatchObject({ state: 'reported' })
  })

  it('gives way to what is given later, and counts no more once a page has been read', () => {
    const { platform, seat, rows } = aHall()

    seat.writer.begin(rows)
    seat.writer.begin(rows.filter(({ kind }) => kind !== 'case'))
    expect(shown(seat)).toBeNull()
    seat.read(platform)
    seat.writer.begin([{ ...rows.find(({ kind }) => kind === 'case')!, id: caseId(1), ver: 99 }])

    expect(shown(seat)).toEqual(platform.case(caseId(1)))
  })
})
