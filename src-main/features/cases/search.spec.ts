import { describe, expect, it } from 'vitest'
import type { ReportArgs } from '#shared/domain/case/acts.ts'
import { hideNumbers, masksOfPhone } from '#shared/domain/personal/find-numbers.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { hallSettings } from '#tests/builders/hall-settings.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import type { Hall } from '../hall/index.ts'
import { hideNumbersIn, Sealer } from '../personal/index.ts'
import { search } from './search.ts'

const sealer = new Sealer({ id: 'k', key: Buffer.alloc(32, 9) })

/** A seat whose cases were reported like this, the first the oldest. */
function aDesk(reports: readonly Partial<ReportArgs>[], areaCode?: string) {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  platform.put('settings', 'hall', { ...hallSettings, ...(areaCode === undefined ? {} : { areaCode }) })
  seat.read(platform)
  for (const [at, report] of reports.entries()) {
    const command = aReport(at + 1, at + 1, report)
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
    const { found } = aDesk(
      ['座机05648612312', '座机0564-8612312', '座机05648699912', '座机0564-8699912'].map((description) => ({ description })),
    )
    expect(masksOfPhone('05648612312')).toEqual([hideNumbers('0564-8612312').text, hideNumbers('05648612312').text])

    expect(await found('0564-8612312')).toEqual([2, 1])
    expect(await found('05648612312')).toEqual([2, 1])
  })

  // As a hall kept them that had no area code at first: the caller's number as it was told, then with it, then in words.
  const calls = [
    { phoneKey: sealer.phoneKey('8612312') },
    { phoneKey: sealer.phoneKey('05648612312') },
    { description: '座机0564-8612312' },
    { phoneKey: sealer.phoneKey('8612399') },
  ]

  it.each(['8612312', '861 2312', '0564-8612312', '05648612312'])('is one caller’s, written %s, where the hall has an area code', async (text) => {
    const { found } = aDesk(calls, '0564')

    expect((await found(text)).toSorted()).toEqual([1, 2, 3])
  })

  it('is found as it was told where the hall has none', async () => {
    const { found } = aDesk(calls)

    expect([await found('8612312'), (await found('0564-8612312')).toSorted()]).toEqual([[1], [2, 3]])
  })
})
