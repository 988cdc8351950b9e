import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MockInstance } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import type { HistoryQuestion } from './department-client.ts'
import { useOpenedCase } from './opened-case.store.ts'
import { useReceived } from './received.store.ts'
import { useDepartmentSession } from './session.store.ts'

let world: FakeDepartment
const row = handledCase()

beforeEach(() => {
  world = fakeDepartment()
  vi.spyOn(world.client, 'time').mockResolvedValue(ok(Date.now()))
})

describe('the case on the table', () => {
  beforeEach(async () => {
    vi.spyOn(world.client, 'tasks').mockResolvedValue(ok([row]))
    await useReceived().refresh()
  })

  it('that has gone back says so itself and leaves the list standing', async () => {
    vi.spyOn(world.client, 'case').mockResolvedValue(refuse('not-found', row.id))
    useOpenedCase().id = row.id
    await flushPromises()

    expect(useOpenedCase().refusal?.code).toBe('not-found')
    expect([useReceived().refusal, useReceived().rows, useReceived().isHere]).toEqual([undefined, [row], true])
  })

  it('tells of the line and of the sign-in like every other answer', async () => {
    const asked = vi.spyOn(world.client, 'case').mockResolvedValue(refuse('offline'))
    useOpenedCase().id = row.id
    await flushPromises()
    expect([useReceived().isHere, useReceived().refusal]).toEqual([false, undefined])
    asked.mockResolvedValue(refuse('unauthorised'))
    await useOpenedCase().refresh()

    expect([useReceived().isHere, useDepartmentSession().hasEnded]).toEqual([true, true])
  })

  it('that was read clears away no refusal of the list', async () => {
    vi.spyOn(world.client, 'tasks').mockResolvedValue(refuse('platform-busy'))
    vi.spyOn(world.client, 'case').mockResolvedValue(ok({ row, flow: [] }))
    await useReceived().refresh()
    useOpenedCase().id = row.id
    await flushPromises()

    expect(useReceived().refusal?.code).toBe('platform-busy')
  })
})

describe('answers on a slow line', () => {
  it('of a list: an older one that comes last does not cover the newer one', async () => {
    const late = Promise.withResolvers<Awaited<ReturnType<FakeDepartment['client']['tasks']>>>()
    const asked = vi.spyOn(world.client, 'tasks').mockReturnValueOnce(late.promise)
    const first = useReceived().refresh()
    asked.mockResolvedValue(ok([]))
    await useReceived().refresh()

    late.resolve(ok([row]))
    await first

    expect(useReceived().rows).toEqual([])
  })

  it('of a list: each is shown as it comes, when it is only asked for more often than it comes', async () => {
    const held = () => Promise.withResolvers<ReturnType<typeof ok<CaseRow[]>>>()
    const [one, two] = [held(), held()]
    vi.spyOn(world.client, 'tasks').mockReturnValueOnce(one.promise).mockReturnValueOnce(two.promise)
    const reads = [useReceived().refresh(), useReceived().refresh()]

    one.resolve(ok([row]))
    await reads[0]
    expect(useReceived().rows).toEqual([row])
    two.resolve(ok([]))
    await reads[1]

    expect(useReceived().rows).toEqual([])
  })

  it('of a case: an older one that comes last does not cover the newer one', async () => {
    const late = Promise.withResolvers<Awaited<ReturnType<FakeDepartment['client']['case']>>>()
    const asked = vi.spyOn(world.client, 'case').mockReturnValueOnce(late.promise)
    useOpenedCase().id = row.id
    await flushPromises()
    asked.mockResolvedValue(ok({ row: { ...row, state: 'answered' }, flow: [] }))
    await useOpenedCase().refresh()

    late.resolve(ok({ row, flow: [] }))
    await flushPromises()

    expect(useOpenedCase().row?.state).toBe('answered')
  })
})

describe('the archive', () => {
  const PAGE = 3
  const closed = (n: number, lastActAt = n): CaseRow => ({ ...row, id: `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}` as CaseRow['id'], state: 'closed', lastActAt })
  const shown = (): number[] => (useReceived().rows ?? []).map(({ id }) => Number(id.slice(-4)))
  let kept: CaseRow[]
  let asked: MockInstance<FakeDepartment['client']['history']>

  /** By the latest movement and a cursor, as the platform tells them. */
  function page({ after, limit = PAGE }: HistoryQuestion) {
    const below = kept.filter(({ lastActAt }) => after === '' || lastActAt < Number(after)).sort((one, other) => other.lastActAt - one.lastActAt)
    const rows = below.slice(0, limit)
    return ok({ rows, next: rows.length < limit ? null : String(rows.at(-1)?.lastActAt) })
  }

  beforeEach(async () => {
    kept = [9, 8, 7, 6, 5, 4, 3, 2].map((n) => closed(n))
    vi.spyOn(world.client, 'tasks').mockResolvedValue(ok([]))
    asked = vi.spyOn(world.client, 'history').mockImplementation((question) => Promise.resolve(page(question)))
    useReceived().list = 'closed'
    await flushPromises()
  })

  it('asks once for a page, however often a row is scrolled past', async () => {
    await Promise.all([useReceived().readMore(), useReceived().readMore(), useReceived().readMore()])

    expect(shown()).toEqual([9, 8, 7, 6, 5, 4])
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('stays where it was scrolled to when the list is asked for anew, with what came and moved on top', async () => {
    await useReceived().readMore()
    kept = [...kept.map((one) => (one.lastActAt === 5 ? closed(5, 11) : one)), closed(10)]

    await useReceived().refresh()
    expect(shown()).toEqual([5, 10, 9, 8, 7, 6])
    await useReceived().readMore()

    expect(shown()).toEqual([5, 10, 9, 8, 7, 6, 4, 3, 2])
  })

  it('shows what has come and what has gone below its first page too, as deep as it was scrolled to', async () => {
    await useReceived().readMore()
    await useReceived().readMore()
    kept = [...kept.filter(({ lastActAt }) => lastActAt !== 5), closed(55, 5.5), closed(1)]

    await useReceived().refresh()

    expect(shown()).toEqual([9, 8, 7, 6, 55, 4, 3, 2])
    expect(asked.mock.lastCall).toEqual([{ list: 'closed', search: '', after: '7', limit: 5 }])
  })

  it('stays as it was when the line breaks below the first page', async () => {
    await useReceived().readMore()
    const told = page({ list: 'closed', search: '', after: '' })
    asked.mockResolvedValueOnce(told).mockResolvedValueOnce(refuse('offline'))

    await useReceived().refresh()

    expect([shown(), useReceived().isHere]).toEqual([[9, 8, 7, 6, 5, 4], false])
  })

  it('is as old as its last reading, though what waits has been read since', async () => {
    const readAt = useReceived().asOf
    vi.spyOn(world.client, 'time').mockResolvedValue(ok(Date.now() + 3_600_000))
    asked.mockResolvedValueOnce(refuse('offline'))

    await useReceived().refresh()
    expect(useReceived().asOf).toBe(readAt)
    await useReceived().refresh()

    expect(useReceived().asOf).toBeGreaterThan((readAt ?? 0) + 3_500_000)
  })

  it('leaves out nothing when a page comes while the list is asked for anew', async () => {
    const [late, told] = [Promise.withResolvers<void>(), page({ list: 'closed', search: '', after: '7' })]
    asked.mockImplementationOnce(() => late.promise.then(() => told))
    const more = useReceived().readMore()
    kept = [...kept, closed(12), closed(11), closed(10)]
    const anew = useReceived().refresh()
    await flushPromises()
    late.resolve()
    await Promise.all([more, anew])
    expect(shown()).toEqual([12, 11, 10, 9, 8, 7])

    await useReceived().readMore()

    expect(shown()).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4])
  })

  it('is read once more and no more often, however often it is asked for while a reading is under way', async () => {
    const late = Promise.withResolvers<void>()
    asked.mockImplementationOnce((question) => late.promise.then(() => page(question)))
    const refreshed = [useReceived().refresh()]
    await flushPromises()
    refreshed.push(useReceived().refresh(), useReceived().refresh(), useReceived().refresh())
    await flushPromises()
    asked.mockClear()
    kept = [...kept, closed(10)]

    late.resolve()
    await Promise.all(refreshed)

    expect(shown()).toEqual([10, 9, 8])
    expect(asked).toHaveBeenCalledTimes(1)
    await useReceived().refresh()
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('leaves out nothing when more has moved than a page shows, and begins with its first page when something else is searched', async () => {
    await useReceived().readMore()
    kept = [...kept, closed(12), closed(11), closed(10), closed(13)]
    await useReceived().refresh()
    expect(shown()).toEqual([13, 12, 11, 10, 9, 8])

    kept = [5, 4, 3, 2].map((n) => closed(n))
    useReceived().search = '井盖'
    await flushPromises()
    expect(shown()).toEqual([5, 4, 3])
  })
})
