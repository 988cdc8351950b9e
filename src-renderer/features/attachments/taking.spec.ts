import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { putAwayAll } from '#renderer/composables/index.ts'
import { SignInPage, useLeftTally, useSessionStore } from '#renderer/features/session/index.ts'
import { aSessionStatus, aSignedIn } from '#tests/builders/a-window.ts'
import { caseId } from '#tests/builders/ids.ts'
import { SOON } from '#tests/builders/patience.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import DraftFiles from './DraftFiles.vue'
import HomelessFiles from './HomelessFiles.vue'
import { useStaging } from './use-staging.ts'
import { useTakingStore } from './taking.store.ts'

const chen = aSignedIn({ signIn: 'sign-in-2', person: PersonId.parse('1002'), name: '陈建国' })
const fileOf = (n: number): Attachment => ({ hash: String(n).padStart(64, '0'), name: `${n}.png`, mime: 'image/png', size: 3, use: 'report' })
const photographs = (n: number): File[] => Array.from({ length: n }, (_, index) => new File(['123'], `${index + 1}.png`))

let host: FakeDesk
let plugins: ReturnType<FakeDesk['plugins']>
let pages: VueWrapper[]
/** Answers of the host to `finish`, given by the spec one after the other. */
let finishing: PromiseWithResolvers<Result<Attachment>>[]

/** Seen by whoever has the form of case `n` open. */
function aForm(n = 1): VueWrapper {
  const page = mount(DraftFiles, { props: { caseId: caseId(n), files: [] }, global: { plugins } })
  pages.push(page)
  return page
}
async function choose(page: VueWrapper, files: readonly File[]): Promise<void> {
  const input = page.get<HTMLInputElement>('[data-testid="file-input"]')
  Object.defineProperty(input.element, 'files', { value: files, configurable: true })
  await input.trigger('change')
}
const tiles = (page: VueWrapper): string[] => page.findAll('[data-testid="file-taking"]').map((tile) => tile.text())
const asked = (name: 'begin' | 'attach' | 'finish'): number => host.asked('attachments', name).length
async function land(n: number): Promise<void> {
  await vi.waitFor(() => expect(finishing).toHaveLength(n), SOON)
  finishing[n - 1]?.resolve(ok(fileOf(n)))
  await flushPromises()
}

beforeEach(() => {
  pages = []
  finishing = []
  host = new FakeDesk()
    .tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
    .tell('attachments', 'ofCase', [])
    .answer('session', 'lookUp', async () => ok(null))
    .answer('attachments', 'begin', async () => ok({ upload: 'b'.repeat(32) }))
    .answer('attachments', 'append', async ({ offset, bytes }) => ok({ offset: offset + bytes.byteLength }))
    .answer('attachments', 'cancel', async () => ok(null))
    .answer('attachments', 'finish', () => {
      const answer = Promise.withResolvers<Result<Attachment>>()
      finishing.push(answer)
      return answer.promise
    })
  plugins = host.plugins()
  pages.push(mount(SignInPage, { global: { plugins } }))
})
afterEach(() => {
  for (const page of pages) page.unmount()
  vi.useRealTimers()
})

describe('files that are being taken when the operator turns to something else', () => {
  it('go on being taken, and stand on the form when it is opened again', async () => {
    const first = aForm()
    await choose(first, photographs(3))
    await land(1)
    first.unmount()

    await land(2)
    const again = aForm()
    expect(tiles(again)).toEqual([expect.stringContaining('3.png')])
    expect(again.emitted('pending')).toEqual([[true]])
    await land(3)

    expect(tiles(again)).toEqual([])
    expect(again.emitted('change')).toEqual([[[fileOf(3)]]])
    expect(host.asked('attachments', 'begin').map(({ forDraft }) => forDraft)).toEqual([true, true, true])
    expect(again.emitted('pending')).toEqual([[true], [false]])
  })

  it('are not shown on the form of another call, which is not held up by them', async () => {
    await choose(aForm(1), photographs(1))
    await vi.waitFor(() => expect(finishing).toHaveLength(1), SOON)
    const other = aForm(2)

    expect(tiles(other)).toEqual([])
    await choose(other, photographs(1))
    await land(2)

    expect(other.emitted('change')).toEqual([[[fileOf(2)]]])
  })

  it('and cannot be taken say why until somebody has seen it', async () => {
    const first = aForm()
    await choose(first, photographs(1))
    await vi.waitFor(() => expect(finishing).toHaveLength(1), SOON)
    first.unmount()
    finishing[0]?.resolve(refuse('disk-full'))
    await flushPromises()

    const again = aForm()
    expect(tiles(again)).toEqual([expect.stringContaining('1.png')])
    await again.get('[data-testid="file-dismiss"]').trigger('click')

    expect(tiles(again)).toEqual([])
  })

  it('and whose draft was merged or thrown away elsewhere meanwhile are said beside the lists until somebody has read it', async () => {
    const beside = mount(HomelessFiles, { global: { plugins } })
    pages.push(beside)
    const form = aForm()
    await choose(form, photographs(1))
    await vi.waitFor(() => expect(finishing).toHaveLength(1), SOON)
    form.unmount()
    finishing[0]?.resolve(refuse('draft-over'))
    await flushPromises()

    expect(beside.text()).toContain('1.png：它的草稿已在别处并入或丢弃')
    await beside.get('[data-testid="file-dismiss"]').trigger('click')

    expect(beside.find('[data-testid="homeless-files"]').exists()).toBe(false)
  })

  it('of a case are written into that case and no other', async () => {
    host.answer('attachments', 'attach', async () => refuse('guard-failed'))
    const scope = effectScope()
    scope.run(() => useStaging(() => ({ caseId: caseId(1), use: 'report', attach: true, most: 200, held: 0 })).add(photographs(1)))
    scope.stop()

    await land(1)

    expect(host.asked('attachments', 'begin')).toMatchObject([{ forDraft: false }])
    expect(host.asked('attachments', 'attach')).toMatchObject([{ caseId: caseId(1), hash: fileOf(1).hash }])
    expect(useTakingStore().of(caseId(1)).map(({ refused }) => refused)).toEqual(['guard-failed'])
  })

  it('wait while the seat is locked, and are begun anew', async () => {
    host.answer('attachments', 'begin', async () => refuse('no-session'))
    host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ locked: true }) }))
    const form = aForm()
    await choose(form, photographs(1))
    await flushPromises()
    expect([asked('begin'), tiles(form)]).toEqual([1, [expect.stringContaining('正在存入')]])

    host.answer('attachments', 'begin', async () => ok({ upload: 'b'.repeat(32) }))
    host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
    await land(1)

    expect([asked('begin'), form.emitted('change')]).toEqual([2, [[[fileOf(1)]]]])
  })

  it('are written into their case once the seat is unlocked, where the lock came between', async () => {
    host.answer('attachments', 'attach', async () => refuse('no-session'))
    const scope = effectScope()
    scope.run(() => useStaging(() => ({ caseId: caseId(1), use: 'report', attach: true, most: 200, held: 0 })).add(photographs(1)))
    scope.stop()
    await vi.waitFor(() => expect(finishing).toHaveLength(1), SOON)
    host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ locked: true }) }))
    await land(1)
    expect([asked('attach'), useTakingStore().of(caseId(1)).map(({ refused }) => refused)]).toEqual([1, [null]])

    host.answer('attachments', 'attach', async () => ok(null as never))
    host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
    await flushPromises()

    expect([asked('attach'), useTakingStore().of(caseId(1))]).toEqual([2, []])
    const ids = host.asked('attachments', 'attach').map(({ id }) => id)
    expect(ids[1]).toBe(ids[0])
  })
})

describe('more files than a form may name', () => {
  it('are not stored and say how many there may be; those being stored count too', async () => {
    const form = aForm()
    await choose(form, photographs(49))
    await vi.waitFor(() => expect(finishing).toHaveLength(1), SOON)

    await choose(form, photographs(2))

    expect(form.findAll('[data-refused]').map((tile) => tile.text())).toEqual([expect.stringContaining('2.png：最多 50 个附件，这个没有存入')])
    expect(tiles(form)).toHaveLength(51)
  })
})

describe('a window that is left with files not yet stored', () => {
  it('is not loaded again before they are, and says whose they are', async () => {
    await choose(aForm(), photographs(2))
    await vi.waitFor(() => expect(finishing).toHaveLength(1), SOON)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })

    const early = putAwayAll()
    await vi.runAllTimersAsync()
    expect([await early, useLeftTally().all]).toEqual([false, [{ person: aSignedIn().person, name: '王丽', n: 2 }]])
    vi.useRealTimers()
    const late = putAwayAll()
    await land(1)
    await land(2)

    expect([await late, useLeftTally().all]).toEqual([true, []])
  })

  it('by a sign-out takes none of them under the next one’s name, and says so', async () => {
    host.answer('attachments', 'attach', async () => refuse('guard-failed'))
    useTakingStore().add(photographs(3), { caseId: caseId(1), use: 'report', attach: true, most: 200, held: 0 })
    await vi.waitFor(() => expect(finishing).toHaveLength(1), SOON)

    host.tell('session', 'status', aSessionStatus())
    await flushPromises()
    expect(pages[0]?.get('[data-testid="cut-files"]').text()).toContain('王丽退出登录时有 3 个附件还没有存完')
    host.tell('session', 'status', aSessionStatus({ signedIn: chen }))
    await land(1)

    expect([asked('begin'), asked('attach')]).toEqual([1, 0])
    expect(tiles(aForm()).map((tile) => tile.split('，')[0])).toEqual([1, 2, 3].map((n) => `${String(n)}.png：王丽退出登录时还没有存完`))
    expect(await putAwayAll()).toBe(true)
  })

  it('tells it to the one it was of, who has heard it by signing in', async () => {
    useTakingStore().add(photographs(1), { caseId: caseId(1), use: 'report', attach: false, most: 50, held: 0 })
    host.tell('session', 'status', aSessionStatus())
    await flushPromises()

    host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ signIn: 'sign-in-3' }) }))
    await flushPromises()

    expect([useSessionStore().isOpen, useLeftTally().cut]).toEqual([true, []])
    expect(tiles(aForm())).toHaveLength(1)
  })
})
