import { describe, expect, it } from 'vitest'
import { Sealer } from '#main/features/personal/index.ts'
import { reporterSealer } from '#platform/simulator/history/seal-reporter.ts'
import { CaseId } from '#shared/kernel/ids.ts'

const key = { id: 'k1', key: Buffer.alloc(32, 7) }
const id = CaseId.parse('019a8c00-0000-7000-8b00-000000000001')
const citizen = { name: '王女士', phone: '19000123456' }

describe('callers of a made-up past', () => {
  it('can be read and found again by a seat, like those who have called it', () => {
    const seat = new Sealer(key)

    const { reporterName, reporterPhone, phoneKey } = reporterSealer(key)(citizen, id)

    expect(seat.open(String(reporterName), `case:${id}:reporterName`)).toEqual({ ok: true, value: citizen.name })
    expect(seat.open(String(reporterPhone), `case:${id}:reporterPhone`)).toEqual({ ok: true, value: citizen.phone })
    expect(phoneKey).toBe(seat.phoneKey(citizen.phone))
  })
})
