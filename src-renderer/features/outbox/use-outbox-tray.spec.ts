import { mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, nextTick } from 'vue'
import type { OutboxEntry } from '#shared/contracts/link.contract.ts'
import { anOutboxEntry, anOutboxPage } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { useOutboxTray } from './use-outbox-tray.ts'
import type { OutboxTrayState } from './use-outbox-tray.ts'

let entries: OutboxEntry[]
let host: FakeDesk
let tray: OutboxTrayState
let page: VueWrapper

beforeEach(() => {
  entries = Array.from({ length: 500 }, (_, n) => anOutboxEntry(n + 1))
  host = new FakeDesk().serve('outbox', 'tray', ({ offset = 0, limit = 200 }) =>
    anOutboxPage(entries.slice(offset, offset + limit), { offset, total: entries.length }))
  page = mount(defineComponent(() => {
    tray = useOutboxTray()
    return () => null
  }), { global: { plugins: host.plugins() } })
})
afterEach(() => page.unmount())

async function scrollTo(first: number): Promise<void> {
  tray.range(first, first + 10)
  await nextTick()
}

async function leave(id: string): Promise<void> {
  entries = entries.filter((entry) => entry.id !== id)
  host.refresh()
  await nextTick()
}

describe('a tray that cannot be read anew', () => {
  it('is old as of its last word, until the next', async () => {
    const firstAt = tray.readAt.value
    expect([tray.isOld.value, firstAt]).toEqual([false, expect.any(Number)])

    host.trouble('outbox', 'tray', 'host-gone')
    expect([tray.isOld.value, tray.readAt.value, tray.refusal.value]).toEqual([true, firstAt, null])
    host.refresh()

    expect(tray.isOld.value).toBe(false)
  })
})

describe('what is selected in a tray longer than its window', () => {
  it('is still selected when somebody has looked further down and come back', async () => {
    const mine = entries[3]!
    tray.select(3)

    await scrollTo(400)
    expect([tray.hasSlid.value, tray.selectedIndex.value, tray.selected.value]).toEqual([false, 3, undefined])
    await scrollTo(0)

    expect([tray.hasSlid.value, tray.selected.value?.id]).toEqual([false, mine.id])
  })

  it('is followed to where it stands by then', async () => {
    const mine = entries[3]!
    tray.select(3)
    await scrollTo(400)
    await leave(entries[0]!.id)

    await scrollTo(0)

    expect([tray.hasSlid.value, tray.selectedIndex.value, tray.selected.value?.id]).toEqual([false, 2, mine.id])
  })

  it('is said to have left as soon as its rows are in sight again', async () => {
    const mine = entries[3]!
    tray.select(3)
    await scrollTo(400)
    await leave(mine.id)
    expect(tray.hasSlid.value).toBe(false)

    await scrollTo(0)

    expect(tray.hasSlid.value).toBe(true)
  })

  it('is said to have left when it was the last of all', async () => {
    await scrollTo(480)
    tray.select(499)

    await leave(entries[499]!.id)

    expect([tray.hasSlid.value, tray.selectedIndex.value]).toEqual([true, 498])
  })
})
