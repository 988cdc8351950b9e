import { describe, expect, it } from 'vitest'
import { hideNumbers, masksOfPhone } from '#shared/domain/personal/find-numbers.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import type { Hall } from '../hall/index.ts'
import { hideNumbersIn, Sealer } from '../personal/index.ts'
import { search } from './search.ts'

/** A seat whose cases were reported with these words, the first the oldest. */
function aDesk(descriptions: readonly string[]) {
  const seat = new TestSeat()
  seat.read(new TestPlatform())
  const sealer = new Sealer({ id: 'k', key: Buffer.alloc(32, 9) })
  for (const [at, description] of descriptions.entries()) {
    const command = aReport(at + 1, at + 1, { description })
    seat.do({ ...command, body: hideNumbersIn(command.body, command.caseId, command.id, sealer) })
  }
  const hall = { db: { cache: seat.reader }, sealer } as unknown as Hall
  const found = async (text: string): Promise<number[]> => {
    const hits = await search(hall, text, 20)
    return hits.flatMap((hit) => (hit.kind === 'case' ? [Number(hit.brief.no.slice(-5))] : []))
  }
  return { found }
}

describe('a telephone number that is looked for', () => {
  it('is found in words whether or not a dash was typed there, and no other with the same mask', async () => {
    const { found } = aDesk(['座机05648612312', '座机0564-8612312', '座机05648699912', '座机0564-8699912'])
    expect(masksOfPhone('05648612312')).toEqual([hideNumbers('0564-8612312').text, hideNumbers('05648612312').text])

    expect(await found('0564-8612312')).toEqual([2, 1])
    expect(await found('05648612312')).toEqual([2, 1])
  })
})
