import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Component } from 'vue'
import type { OutboxDetail, OutboxEntry, OutboxPage } from '#shared/contracts/link.contract.ts'
import { ok } from '#shared/kernel/result.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { aRejectedDetail, anOutboxPage, windowTime } from './a-window.ts'

/** The tray of one window over a played host, and what hands do with it; a new one for every test of the file. */
export class OutboxTrayPage {
  host!: FakeDesk
  tray!: VueWrapper
  readonly #tray: Component
  /** Of one window, however often its tray opens. */
  #plugins: ReturnType<FakeDesk['plugins']> = []

  constructor(tray: Component) {
    this.#tray = tray
    beforeEach(() => vi.useFakeTimers({ now: windowTime + 2_000_000, toFake: ['Date', 'performance'] }))
    afterEach(() => {
      this.tray?.unmount()
      vi.useRealTimers()
      vi.restoreAllMocks()
    })
  }

  mount = (plugins = this.#plugins): void => {
    this.tray = mount<unknown>(this.#tray, { global: { plugins }, attachTo: document.body })
  }

  open = async (entries: OutboxEntry[], detail: Partial<OutboxDetail> = {}): Promise<void> => {
    this.host = new FakeDesk().answer('outbox', 'settle', async () => ok({ settled: [], again: [], undoUntil: null }))
    this.#plugins = this.host.plugins()
    this.mount()
    this.tell(entries)
    await nextTick()
    this.host.tell('outbox', 'entry', aRejectedDetail(1, detail))
    await nextTick()
  }

  tell = (entries: OutboxEntry[], more: Partial<OutboxPage> = {}): void => {
    this.host.tell('outbox', 'tray', anOutboxPage(entries, more))
  }

  type = (id: string, text: string): Promise<void> => this.tray.get<HTMLInputElement>(`[data-testid=${id}]`).setValue(text)

  press = async (id: string): Promise<void> => {
    await this.tray.get(`[data-testid=${id}]`).trigger('click')
    await flushPromises()
  }
}
