import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { defineStore } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok } from '#shared/kernel/result.ts'
import { setLocale } from '#renderer/i18n/index.ts'
import { aSessionStatus, aSignedIn } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { useAuthor, useLeftWords } from './left-words.ts'
import type { Author, Unsaved } from './left-words.ts'
import SignInPage from './SignInPage.vue'

/** Words that land when they are let go. */
class Words implements Unsaved {
  readonly author: Author | null
  isSettled = false
  #heard: () => void = () => undefined

  constructor(author: Author | null) {
    this.author = author
  }

  flush = async (): Promise<boolean> => this.isSettled
  retry = (): void => undefined
  close = (): void => undefined
  listen(heard: () => void): void {
    this.#heard = heard
  }
  land(): void {
    this.isSettled = true
    this.#heard()
  }
}

const useNotes = defineStore('notes', () => useLeftWords<Words>())
let host: FakeDesk
let page: VueWrapper
const said = (): string[] => page.findAll('[data-testid=unsaved]').map((line) => line.text())

beforeEach(() => {
  host = new FakeDesk().answer('session', 'lookUp', async () => ok(null)).tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
  page = mount(SignInPage, { global: { plugins: host.plugins() } })
})
afterEach(() => {
  page.unmount()
  setLocale('zh-CN')
})

describe('words that only this window has', () => {
  it('are named on the sign-in page with their author until they have landed', async () => {
    const { author } = useAuthor()
    const words = [new Words(author), new Words(author)]
    words.forEach((one, index) => useNotes().leave(String(index), one))
    host.tell('session', 'status', aSessionStatus())
    await flushPromises()
    expect(said()).toEqual([expect.stringMatching(/王丽有 2 份内容没有存盘.*不要关闭窗口/)])

    words.forEach((one) => one.land())
    await flushPromises()

    expect(said()).toEqual([])
  })

  it('are named in English too', async () => {
    setLocale('en')
    useNotes().leave('one', new Words(useAuthor().author))
    await flushPromises()

    expect(said()).toEqual([expect.stringContaining('王丽 has words in this window that are not on disk (1)')])
  })
})
