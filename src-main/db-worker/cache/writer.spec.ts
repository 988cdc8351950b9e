import { describe, expect, it } from 'vitest'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { usualBody } from '#tests/builders/case-story.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'

const states = (seat: TestSeat, of = 1) => {
  const found = seat.reader.caseById(caseId(of))
  return (
    found && {
      state: found.row.state,
      base: found.base?.state ?? null,
      flow: found.flow.map(({ action, pending }) => (pending ? `(${action})` : action)),
    }
  )
}

describe('a seat without link', () => {
  it('shows its own acts at once, on the case it has just taken', () => {
    const seat = new TestSeat()
    seat.read(new TestPlatform())

    seat.do(aReport(1), aCommand(2, 'accept'))

    expect(states(seat)).toEqual({ state: 'accepted', base: null, flow: ['(report)', '(accept)'] })
    expect(seat.reader.workList('to-file', 0, 10).rows).toMatchObject([{ pending: 2, className: '上水井盖' }])
  })

  it('keeps acts that cannot be folded yet, and folds them when the catalogue comes', () => {
    const seat = new TestSeat()
    seat.do(aReport(1))
    expect(states(seat)).toBeNull()

    seat.read(new TestPlatform())

    expect(states(seat)).toEqual({ state: 'reported', base: null, flow: ['(report)'] })
  })
})

describe('an accepted act of a neighbour, in a cache that has read nothing yet', () => {
  it.each([
    ['stays while the feed has still to bring it', 'epoch-1', [{ id: cmdId(1), isAccepted: true }]],
    ['goes when it was accepted in a life of the platform that is over', 'epoch-0', []],
  ])('%s', (_, epoch, shown) => {
    const [seat, platform] = [new TestSeat(), new TestPlatform('epoch-1')]
    const [stored] = unwrap(aLedger({ seat: '2' as SeatId }).append([aReport(1)], null))
    seat.writer.overlayNeighbours([{ ...stored!, claim: null }])
    seat.writer.settleNeighbours([{ id: cmdId(1), accepted: { epoch, seq: 1_000 } }])

    seat.read(platform)
    seat.writer.leaveOtherLives()

    expect(seat.writer.neighboursShown()).toEqual(shown)
  })
})

describe('an accepted act of a neighbour, of which a cache hears that reads another life', () => {
  it('stays until nobody can be ahead any more, and then leaves', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform('epoch-2')]
    seat.read(platform)
    const [stored] = unwrap(aLedger({ seat: '2' as SeatId }).append([aReport(1)], null))
    seat.writer.overlayNeighbours([{ ...stored!, claim: null }])
    expect(seat.writer.leaveOtherLives()).toBeNull()
    seat.writer.settleNeighbours([{ id: cmdId(1), accepted: { epoch: 'epoch-1', seq: 3 } }])
    expect(states(seat)).toMatchObject({ flow: ['report'] })

    const change = seat.writer.leaveOtherLives()

    expect(change).toMatchObject({ cases: [caseId(1)] })
    expect(seat.writer.neighboursShown()).toEqual([])
    expect(states(seat)).toBeNull()
  })
})

describe('when the link is back', () => {
  it('lets an accepted act leave the overlay when the feed has brought it, and only then', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1))

    seat.send(platform)
    expect(seat.reader.caseById(caseId(1))).toMatchObject({ base: null, flow: [{ action: 'report', pending: false }] })
    expect(seat.writer.pendingIds()).toEqual([cmdId(1)])
    seat.read(platform)

    expect(seat.writer.pendingIds()).toEqual([])
    expect(states(seat)).toEqual({ state: 'reported', base: null, flow: ['report'] })
    expect(seat.reader.caseById(caseId(1))!.row).toEqual(platform.case(caseId(1)))
  })

  it('does not show an act twice when the feed is faster than the reply', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1), aCommand(2, 'note', 1, { base: null }))
    for (const command of seat.ledger.unsent(10)) platform.take(command)

    seat.read(platform)

    expect(states(seat)).toEqual({ state: 'reported', base: null, flow: ['report', 'note'] })
    expect(seat.writer.pendingIds()).toEqual([])
  })

  it('takes a rejected act and what was built on it out, and leaves the platform’s row', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1))
    seat.send(platform)
    seat.read(platform)
    seat.do(aCommand(2, 'accept', 1, { base: { chain: { ver: 1 } } }), aCommand(3, 'file'))
    platform.act({ ...aCommand(9, 'refuse'), ...{ seat: null, personName: '李强', body: usualBody('refuse') } })

    seat.send(platform)
    seat.read(platform)

    expect(states(seat)).toEqual({ state: 'refused', base: null, flow: ['report', 'refuse'] })
    expect(seat.ledger.tray().map(({ standing }) => standing)).toEqual(['rejected', 'held'])
  })

  it('names the act that the platform’s row does not allow any more: the ledger builds on it until it is refused', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1))
    seat.send(platform)
    seat.read(platform)
    seat.do(aCommand(2, 'accept', 1, { base: { chain: { ver: 1 } } }), aCommand(3, 'note', 1, { base: null }))
    expect(seat.reader.caseById(caseId(1))).not.toHaveProperty('unshown')
    platform.act({ ...aCommand(9, 'refuse'), ...{ seat: null, personName: '李强', body: usualBody('refuse') } })

    seat.read(platform)

    expect(states(seat)).toMatchObject({ state: 'refused', flow: ['report', 'refuse', '(note)'] })
    expect(seat.reader.caseById(caseId(1))).toMatchObject({ own: [cmdId(2), cmdId(3)], unshown: cmdId(2) })
    seat.send(platform)
    expect(seat.reader.caseById(caseId(1))).not.toHaveProperty('unshown')
  })

  it('keeps what another seat has done beneath own acts, and both in order', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1))
    seat.send(platform)
    seat.read(platform)
    seat.do(aCommand(2, 'note', 1, { base: null }))
    platform.act({ ...aCommand(9, 'accept'), ...{ seat: null, personName: '李强', body: usualBody('accept') } })

    seat.read(platform)

    expect(states(seat)).toEqual({ state: 'accepted', base: 'accepted', flow: ['report', 'accept', '(note)'] })
  })

  it('forgets a new case whose report was rejected; it waits in the tray', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1))

    seat.ledger.recordOutcomes([{ id: cmdId(1), result: 'rejected', code: 'forbidden', detail: null, current: null }])
    seat.writer.settle([{ id: cmdId(1), result: 'rejected', code: 'forbidden', detail: null, current: null }])

    expect(states(seat)).toBeNull()
    expect(seat.reader.counts().cases).toBe(0)
    expect(seat.ledger.tray()).toHaveLength(1)
  })
})

describe('pages and calls that come twice or out of order', () => {
  it('applies a page once and refuses one that does not begin at the cursor', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    const page = platform.page(0)

    expect(seat.writer.applyPage(page)).toMatchObject({
      applied: true,
      change: { cursor: { epoch: 'epoch-1', seq: platform.head } },
    })
    expect(seat.writer.applyPage(page)).toEqual({ applied: false, why: 'gap' })
    expect(seat.writer.applyPage({ ...page, from: platform.head, next: platform.head, changes: [], epoch: 'other' })).toEqual({
      applied: false,
      why: 'epoch',
    })
    expect(seat.writer.applyPage({ ...page, schema: 99 })).toEqual({ applied: false, why: 'schema' })
  })

  it('stops before a page with an operation it does not know or with seqs out of order', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    const page = platform.page(0)

    const merged = { ...page, changes: [{ ...page.changes[0]!, op: 'merge' as 'put' }] }
    expect(seat.writer.applyPage(merged)).toEqual({ applied: false, why: 'unknown-op' })
    expect(seat.writer.applyPage({ ...page, changes: page.changes.toReversed() })).toEqual({ applied: false, why: 'gap' })
    expect(seat.writer.cursor()).toBeNull()
  })

  it('folds a command once, and one that was overtaken all the same', () => {
    const seat = new TestSeat()
    seat.read(new TestPlatform())
    seat.ledger.append([aReport(1), aCommand(2, 'accept'), aCommand(3, 'note', 1, { base: null })], null)
    const [one, two, three] = seat.ledger.since(0, 10)

    seat.writer.overlay([one!])
    seat.writer.overlay([three!])
    seat.writer.overlay([two!, three!])
    seat.writer.overlay([one!, two!, three!])

    expect(states(seat)).toEqual({ state: 'accepted', base: null, flow: ['(report)', '(accept)', '(note)'] })
    expect(seat.writer.appliedS()).toBe(3)
  })

  it('never folds what was built on a rejected command, even when it comes later', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1))
    seat.ledger.append([aCommand(2, 'accept')], null)
    const late = seat.ledger.since(1, 10)

    seat.writer.settle([{ id: cmdId(1), result: 'rejected', code: 'forbidden', detail: null, current: null }])
    seat.writer.overlay(late)

    expect(seat.writer.pendingIds()).toEqual([])
    expect(states(seat)).toBeNull()
  })
})

describe('rows that cannot be understood', () => {
  it('are set aside while the rest of the page goes in', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.do(aReport(1))
    seat.read(platform)
    seat.send(platform)
    const good = platform.case(caseId(1))!
    platform.put('case', caseId(2), { ...good, id: caseId(2), state: 'unheard-of' })
    platform.put('case', caseId(3), { ...good, id: caseId(3), reportedAt: -5 })
    platform.put('case', caseId(4), { ...good, id: caseId(4), place: { ...good.place, lng: 999 } })
    platform.put('case', caseId(5), { ...good, id: caseId(5), somethingNew: { kept: true } })
    platform.put('sensor', 'x', { unknown: 'kind' })

    seat.read(platform)

    expect(seat.reader.counts().cases).toBe(2)
    expect(seat.reader.caseById(caseId(5))!.row).toMatchObject({ somethingNew: { kept: true } })
  })
})

describe('a cache made anew beside the running one', () => {
  it('has the platform’s rows and own acts out of the ledger, and its revisions go on', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    seat.read(platform)
    seat.do(aReport(1))
    seat.send(platform)
    seat.read(platform)
    seat.do(aCommand(2, 'accept', 1, { base: { chain: { ver: 1 } } }))
    const before = seat.reader.revisions().cases

    seat.rebuild(platform)

    expect(states(seat)).toEqual({ state: 'accepted', base: 'reported', flow: ['report', '(accept)'] })
    expect(seat.reader.revisions().cases).toBeGreaterThan(before)
  })
})
