import fc from 'fast-check'
import { expect } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'
import { foldText } from '#main/db-worker/grams.ts'
import { TestPlatform } from './a-platform.ts'
import { TestSeat } from './a-seat.ts'
import { CaseStory, HOUR, MONDAY_NINE } from './case-story.ts'
import { caseId } from './ids.ts'

const template = CaseStory.after().case

export function aCase(n: number, over: Partial<CaseRow> = {}, address = '梅河路'): CaseRow {
  const no = `34152320261116${String(n).padStart(5, '0')}` as CaseNo
  return { ...template, id: caseId(n), no, reportedAt: MONDAY_NINE + n * HOUR, ...over, place: { ...template.place, address } }
}

export function aSeatWith(...rows: CaseRow[]): TestSeat {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  for (const row of rows) platform.put('case', row.id, row)
  seat.read(platform)
  return seat
}

/** Numbers of the cases found. */
export const found = (seat: TestSeat, text: string, limit = 50) =>
  seat.reader.searchCases(text, limit).map(({ brief }) => Number(brief.no.slice(-5)))

/** Texts and questions of any kind: what is found is what reading every text finds. */
export function searchAsRead(numRuns: number): void {
  const alphabet = fc.constantFrom(...'井盖路灯梅河１12aA号，。 😀')
  const text = fc.array(alphabet, { maxLength: 12 }).map((characters) => characters.join(''))
  const [anyTexts, anyQueries] = [fc.array(text, { minLength: 1, maxLength: 30 }), fc.array(text, { maxLength: 20 })]
  const property = fc.property(anyTexts, anyQueries, (texts, queries) => {
    const rows = texts.map((description, i) => aCase(i + 1, { description: description || '空', className: '' }, ''))
    const searching = aSeatWith(...rows)
    for (const query of queries) {
      expect(found(searching, query).toSorted((a, b) => a - b), query).toEqual(read(rows, query))
    }
  })
  fc.assert(property, { numRuns })
}

function read(rows: readonly CaseRow[], query: string): number[] {
  const words = foldText(query)
    .split(/\s+/u)
    .filter((word) => word !== '')
  return rows
    .filter(({ description }) => words.length > 0 && words.every((word) => foldText(description).includes(word)))
    .map(({ no }) => Number(no.slice(-5)))
}
