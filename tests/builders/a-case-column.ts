import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { Component } from 'vue'
import type { Post } from '#shared/domain/case/terms.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { SampleHall } from '#tests/fakes/sample-hall.ts'
import { SOON } from './patience.ts'

/** The case in hand over a sample hall, and what hands and eyes do with it; a new one for every test of the file. */
export class CaseColumnPage {
  hall = new SampleHall()
  readonly #column: Component
  #page: VueWrapper | null = null

  constructor(column: Component) {
    this.#column = column
    beforeEach(() => {
      Element.prototype.scrollIntoView = vi.fn()
      this.hall = new SampleHall()
    })
    afterEach(() => {
      this.close()
      document.body.replaceChildren()
    })
  }

  open = async (id: CaseId, ...posts: Post[]): Promise<void> => {
    this.hall.posts = posts.length === 0 ? ['acceptor'] : posts
    this.#page = mount(this.#column, { attachTo: document.body, global: { plugins: this.hall.fake.plugins() } })
    useDeskStore().state = 'here'
    useWorkbenchStore().select({ kind: 'case', id })
    await flushPromises()
  }

  close(): void {
    this.#page?.unmount()
    this.#page = null
  }
}

export const until = (holds: () => void): Promise<void> => vi.waitFor(holds, SOON)
export const shown = (testId: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)
export const textOf = (testId: string): string => shown(testId)?.textContent ?? ''
export const press = (code: string, held: KeyboardEventInit = {}): boolean =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...held }),
  )

export async function click(testId: string): Promise<void> {
  shown(testId)?.click()
  await flushPromises()
}

export async function say(words: string): Promise<void> {
  const area = document.querySelector<HTMLTextAreaElement>('#act-words') ?? expect.unreachable('nothing to write in')
  area.value = words
  area.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}
