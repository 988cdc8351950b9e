import { describe, expect, it } from 'vitest'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { RefusalError, unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { aCacheReader, aCacheWriter, TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'
import { openForWriting } from '../driver.ts'
import { carryOver } from './carry-over.ts'
import { cacheFile } from './generations.ts'
import { openShadowWriter } from './open-shadow.ts'

/** A seat with a case of its own and one of another seat's, on which it has an act that has not left. */
function aSeatAtWork() {
  const [platform, other, seat] = [new TestPlatform(), new TestSeat(), new TestSeat()]
  other.read(platform)
  other.do(aReport(1))
  other.send(platform)
  seat.read(platform)
  seat.do(aReport(2, 2))
  seat.send(platform)
  seat.read(platform)
  seat.do(aCommand(3, 'note', 1))
  return { platform, seat }
}

/** The program is another one: the file is of an older form, after `change`. */
function becomesOlder({ dataDir, reader, writer }: TestSeat, change = ''): string {
  reader.close()
  writer.close()
  const file = cacheFile(dataDir)
  const db = openForWriting(file, { secureDelete: true })
  db.exec(`${change}; PRAGMA user_version = ${CACHE_SCHEMA - 1}`)
  db.close()
  return file
}

function reopened({ dataDir, ledger }: TestSeat) {
  const writer = aCacheWriter(dataDir)
  writer.overlay(ledger.since(writer.foldFrom(), 100))
  return { writer, reader: aCacheReader(dataDir) }
}

describe('a cache of an older form', () => {
  it('gives the next one its people and open cases, with own acts once and in their place', () => {
    const { platform, seat } = aSeatAtWork()
    const before = [1, 2].map((n) => seat.reader.caseById(caseId(n)))
    const file = becomesOlder(seat)

    const { writer, reader } = reopened(seat)

    expect(cacheFile(seat.dataDir)).not.toBe(file)
    expect([writer.cursor(), writer.isCarried()]).toEqual([null, true])
    expect([1, 2].map((n) => reader.caseById(caseId(n)))).toEqual(before)
    expect(reader.people().map(({ id }) => id)).toEqual(['1001'])

    const shadow = unwrap(openShadowWriter(seat.dataDir, null))
    shadow.applyPage(platform.page(0, 1_000))
    shadow.overlay(seat.ledger.since(shadow.foldFrom(), 100))
    shadow.takeOver(writer.revisions())
    reader.reopen()
    expect([1, 2].map((n) => reader.caseById(caseId(n))?.row)).toEqual(before.map((view) => view?.row))
    expect(shadow.isCarried()).toBe(false)
    shadow.close()
  })

  it('does not bring back own cases that are closed: what is settled stands with the platform', () => {
    const { platform, seat } = aSeatAtWork()
    platform.put('case', caseId(2), { ...platform.case(caseId(2))!, state: 'closed', ver: 2 }, 2)
    seat.read(platform)
    becomesOlder(seat)

    const { reader } = reopened(seat)

    expect(reader.caseById(caseId(1))).not.toBeNull()
    expect(reader.caseById(caseId(2))).toBeNull()
  })

  it('leaves nothing behind where there is no room for both', () => {
    const { seat } = aSeatAtWork()
    const file = becomesOlder(seat)

    const made = carryOver(seat.dataDir, file, () => {
      throw new RefusalError({ code: 'disk-full' })
    })

    expect(made).toBeNull()
    expect(cacheFile(seat.dataDir)).toBe(file)
  })

  it('gives nothing that the disk has changed', () => {
    const { seat } = aSeatAtWork()
    becomesOlder(seat, `UPDATE case_base SET doc = replace(doc, '"state"', '"stote"') WHERE id = '${caseId(1)}'`)

    const { reader } = reopened(seat)

    expect(reader.caseById(caseId(1))).toBeNull()
    expect(reader.caseById(caseId(2))).not.toBeNull()
  })

  it('whose tables are others is thrown away, and all comes from the platform', () => {
    const { platform, seat } = aSeatAtWork()
    becomesOlder(seat, 'ALTER TABLE entity_row RENAME TO entity_rows_of_old')

    const { writer, reader } = reopened(seat)

    expect(reader.people()).toEqual([])
    writer.applyPage(platform.page(0, 1_000))
    expect(reader.people()).toHaveLength(1)
  })
})
