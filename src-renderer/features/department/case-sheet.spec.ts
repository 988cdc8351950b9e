import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setClockOffset } from '#renderer/composables/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import CaseSheet from './CaseSheet.vue'
import { useOpenedCase } from './opened-case.store.ts'
import { useReceived } from './received.store.ts'

const NINE = Date.parse('2026-11-20T09:00:00+08:00')
const THREE = Date.parse('2026-11-20T15:00:00+08:00')
const row: CaseRow = handledCase()
let world: FakeDepartment
let sheet: VueWrapper

/** It is `at` by the clock of the platform, which is this machine's. */
function turnTo(at: number): void {
  vi.setSystemTime(at)
  setClockOffset(0)
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  turnTo(NINE)
  world = fakeDepartment()
  vi.spyOn(world.client, 'time').mockImplementation(() => Promise.resolve(ok(Date.now())))
  vi.spyOn(world.client, 'tasks').mockResolvedValue(ok([row]))
  vi.spyOn(world.client, 'case').mockResolvedValue(ok({ row, flow: [] }))
  sheet = mount(CaseSheet, { attachTo: document.body, global: world.global() })
  await useReceived().refresh()
  useOpenedCase().id = row.id
  await flushPromises()
})

afterEach(() => {
  sheet.unmount()
  vi.useRealTimers()
})

const printed = (): string => sheet.get('[data-testid="printed"]').text()
const old = () => sheet.find('[data-testid="case-old"]')

describe('the sheet of a case', () => {
  it('says on paper when it was read, not only when it was printed', async () => {
    vi.spyOn(world.client, 'tasks').mockResolvedValue(refuse('offline'))
    turnTo(THREE)
    await useReceived().refresh()
    await flushPromises()

    expect(printed()).toBe('截至 09:00:00 · 2026-11-20 15:00:00 打印')
    expect(old().text()).toBe('没有读到新的，截至 09:00:00')
  })

  it.each<ErrorCode>(['platform-busy', 'bad-reply', 'offline'])('looks old while the answer is %s, and fresh once it is read again', async (code) => {
    expect(old().exists()).toBe(false)
    const asked = vi.spyOn(world.client, 'case').mockResolvedValue(refuse(code))
    turnTo(THREE)
    await useOpenedCase().refresh()
    // The list may well be read while the case is not.
    await useReceived().refresh()
    await flushPromises()
    expect([old().text(), sheet.find('.story.stale').exists()]).toEqual(['没有读到新的，截至 09:00:00', true])

    asked.mockResolvedValue(ok({ row, flow: [] }))
    await useOpenedCase().refresh()
    await flushPromises()

    expect([old().exists(), printed()]).toEqual([false, '截至 15:00:00 · 2026-11-20 15:00:00 打印'])
  })

  it('is as old as the list as long as only the list knows it', async () => {
    vi.spyOn(world.client, 'case').mockResolvedValue(refuse('not-found', row.id))
    turnTo(THREE)
    await useOpenedCase().refresh()
    await flushPromises()

    expect(printed()).toBe('截至 09:00:00 · 2026-11-20 15:00:00 打印')
  })
})
