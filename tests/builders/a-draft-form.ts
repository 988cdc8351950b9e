import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { Component } from 'vue'
import type { Draft, DraftForm } from '#shared/contracts/intake.contract.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { SampleHall } from '#tests/fakes/sample-hall.ts'
import { aDraft } from './a-draft.ts'
import { caseId } from './ids.ts'

/** The form of a call over a sample hall, and what hands and eyes do with it; a new one for every test of the file. */
export class DraftFormPage {
  hall = new SampleHall(['acceptor'])
  readonly #form: Component

  constructor(form: Component) {
    this.#form = form
    beforeEach(() => {
      // jsdom lays nothing out.
      Element.prototype.scrollIntoView = vi.fn()
      this.hall = new SampleHall(['acceptor'])
    })
    afterEach(() => document.body.replaceChildren())
  }

  open = async (form: Partial<DraftForm> = {}, parts: Partial<Draft> = {}): Promise<Draft> => {
    const draft = aDraft(form, { caseId: caseId(900), no: '3415232026112000900' as CaseNo, ...parts })
    this.hall.drafts.set(draft.id, draft)
    mount(this.#form, { attachTo: document.body, global: { plugins: this.hall.fake.plugins() } })
    useDeskStore().state = 'here'
    useWorkbenchStore().select({ kind: 'draft', id: draft.id })
    await flushPromises()
    return draft
  }

  stored = (draft: Draft): Draft => this.hall.drafts.get(draft.id) ?? expect.unreachable('the draft is gone')
}

export const field = (name: string): HTMLInputElement =>
  document.querySelector<HTMLInputElement>(`#field-${name}`) ?? expect.unreachable(name)

export function type(name: string, words: string): void {
  const control = field(name)
  control.focus()
  control.value = words
  control.dispatchEvent(new Event('input', { bubbles: true }))
}
