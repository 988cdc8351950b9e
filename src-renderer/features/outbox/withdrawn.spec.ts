// The way back of what was withdrawn: for each its own, for as long as it is open, wherever the tray is opened meanwhile.
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { nextTick } from 'vue'
import { CmdId, PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { setClockOffset } from '#renderer/composables/index.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aHeldEntry, aRejectedDetail, aRejectedEntry, aSessionStatus, aSignedIn, anOutboxEntry, windowTime } from '#tests/builders/a-window.ts'
import { OutboxTrayPage } from '#tests/builders/an-outbox-tray.ts'
import OutboxTray from './OutboxTray.vue'

const page = new OutboxTrayPage(OutboxTray)
const { open, tell, type, press } = page
const OPENED_AT = windowTime + 2_000_000
const [first, second] = [aRejectedEntry(1), aRejectedEntry(2)]

let passedMs = 0
const pass = (ms: number): void => setClockOffset((passedMs += ms))
const end = (): number => OPENED_AT + passedMs + 15_000

afterEach(() => pass(-passedMs))

const strips = () => page.tray.findAll('[data-testid=outbox-undo]')
const undone = () => strips().map((strip) => strip.attributes('data-command'))
const openAgain = async (): Promise<void> => {
  page.tray.unmount()
  page.mount()
  await nextTick()
}

/** Each withdrawal has 15 seconds from its own answer. */
function settling(): void {
  page.host.answer('outbox', 'settle', async ({ id }) => ok({ settled: [CmdId.parse(id)], again: [], undoUntil: end() }))
}
async function withdrawTheOneInHand(n: number): Promise<void> {
  page.host.tell('outbox', 'entry', aRejectedDetail(n))
  await nextTick()
  await press('outbox-withdraw')
  await type('outbox-reason', '对方派得对')
  await page.tray.get('.confirm .primary').trigger('click')
  await flushPromises()
}
async function withdrawBoth(): Promise<void> {
  await open([first, second])
  settling()
  await withdrawTheOneInHand(1)
  tell([second])
  await nextTick()
  pass(6_000)
  await withdrawTheOneInHand(2)
  tell([])
  await nextTick()
}

describe('what hangs on a step that is to be withdrawn', () => {
  const held = [aHeldEntry(2), aHeldEntry(3, { action: 'send-check', words: '' })]
  const given = () => page.tray.get('[data-testid=outbox-given-up]')
  const confirm = () => page.tray.get('.confirm .primary')

  it('is named before it is given up: how many, and each by its act, number, time and words', async () => {
    await open([first, ...held], { dependents: held })

    await press('outbox-withdraw')

    expect(given().text()).toContain('连同撤销后面 2 步')
    expect(given().findAll('li').map((line) => line.findAll('b, span').map((part) => part.text()))).toEqual([
      ['1', '处置反馈', '3415232026112000002', '王丽，14:26:08', '已更换井盖'],
      ['2', '发核查', '3415232026112000003', '王丽，14:26:08'],
    ])
    expect(confirm().text()).toContain('撤销这一步和后面 2 步')
    // One question at a time: what would become of them if the step were done again is not asked here.
    expect(page.tray.find('[data-testid=outbox-dependents]').exists()).toBe(false)
    await type('outbox-reason', '对方派得对')
    await confirm().trigger('click')
    expect(page.host.asked('outbox', 'settle')).toMatchObject([{ choice: 'withdraw', dependents: 'withdraw' }])
  })

  it('can be left behind from there, and what was chosen for doing it again stays as it was', async () => {
    await open([first, ...held], { dependents: held })
    await press('outbox-withdraw')

    await given().findAll('[role=radio]')[1]!.trigger('click')

    expect(given().text()).toContain('后面 2 步留下')
    expect(confirm().text()).not.toContain('2 步')
    await type('outbox-reason', '对方派得对')
    await confirm().trigger('click')
    expect(page.host.asked('outbox', 'settle')).toMatchObject([{ choice: 'withdraw', dependents: 'leave' }])
    await flushPromises()
    expect(page.tray.get('[data-testid=outbox-dependents] [aria-checked=true]').text()).toBe('依次再做')
  })

  it('is not spoken of where there is nothing', async () => {
    await open([first])

    await press('outbox-withdraw')

    expect(page.tray.find('[data-testid=outbox-given-up]').exists()).toBe(false)
    expect(document.activeElement).toBe(page.tray.get('[data-testid=outbox-reason]').element)
  })
})

describe('what was withdrawn a moment ago', () => {
  it('can still be taken back when the tray was closed and opened again', async () => {
    await open([first])
    settling()
    page.host.answer('outbox', 'takeBack', async () => ok(null))
    await withdrawTheOneInHand(1)
    tell([])

    await openAgain()
    expect(strips()[0]?.text()).toContain('15 秒内可撤回')
    await press('outbox-take-back')

    expect(page.host.asked('outbox', 'takeBack')).toEqual([{ id: first.id }])
    expect(undone()).toEqual([])
  })

  it('can be taken back also where the tray was closed before the answer came', async () => {
    await open([first])
    const said = Promise.withResolvers<void>()
    page.host.answer('outbox', 'settle', () => said.promise.then(() => ok({ settled: [first.id], again: [], undoUntil: end() })))
    await withdrawTheOneInHand(1)
    page.tray.unmount()

    said.resolve()
    await flushPromises()
    tell([])
    page.mount()
    await nextTick()

    expect(undone()).toEqual([first.id])
  })

  it('keeps its way back beside that of the next one, and each goes to its own', async () => {
    await withdrawBoth()
    page.host.answer('outbox', 'takeBack', async () => ok(null))
    expect(undone()).toEqual([second.id, first.id])

    await strips()[1]!.get('[data-testid=outbox-take-back]').trigger('click')
    await flushPromises()

    expect(page.host.asked('outbox', 'takeBack')).toEqual([{ id: first.id }])
    expect(undone()).toEqual([second.id])
  })

  it('leaves by itself at its own end', async () => {
    await withdrawBoth()
    expect(undone()).toEqual([second.id, first.id])

    pass(9_000)
    await nextTick()

    expect(undone()).toEqual([second.id])
    pass(6_000)
    await nextTick()
    expect(undone()).toEqual([])
  })

  it('leaves the keys in the tray when it goes under the hand', async () => {
    await open([first, anOutboxEntry(3)])
    settling()
    await withdrawTheOneInHand(1)
    tell([anOutboxEntry(3)])
    await nextTick()
    page.tray.get<HTMLElement>('[data-testid=outbox-take-back]').element.focus()

    pass(15_000)
    await nextTick()
    await nextTick()

    expect(document.activeElement?.getAttribute('role')).toBe('listbox')
  })

  it('says why it was not taken back until that was read, also in a tray opened since', async () => {
    await open([first])
    settling()
    await withdrawTheOneInHand(1)
    tell([])
    await nextTick()
    const said = Promise.withResolvers<Result<null>>()
    page.host.answer('outbox', 'takeBack', () => said.promise)
    await press('outbox-take-back')
    page.tray.unmount()
    pass(15_000)
    said.resolve(refuse('undo-too-late', first.id))
    await flushPromises()

    page.mount()
    await nextTick()

    expect(strips()[0]?.get('[role=alert]').text()).toContain('没有撤回')
    expect(page.tray.find('[data-testid=outbox-take-back]').exists()).toBe(false)
    await press('outbox-undo-read')
    expect(undone()).toEqual([])
  })

  describe('and taken back, the answer lost with the host', () => {
    const loseTheAnswer = async (): Promise<void> => {
      await open([first])
      page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
      settling()
      await withdrawTheOneInHand(1)
      tell([])
      page.host.answer('outbox', 'takeBack', async () => refuse('host-gone'))
      await press('outbox-take-back')
      await flushPromises()
    }

    it('is not called refused, and its way back stays beyond its end', async () => {
      await loseTheAnswer()
      pass(16_000)
      await nextTick()
      expect(strips()[0]?.text()).toContain('没有得到答复')
      expect(strips()[0]?.text()).not.toContain('没有撤回')
      page.host.answer('outbox', 'takeBack', async () => ok(null))

      await press('outbox-take-back')

      expect(page.host.asked('outbox', 'takeBack')).toEqual([{ id: first.id }, { id: first.id }])
      expect(undone()).toEqual([])
    })

    it('is asked for again by itself when the host is back, under its own name only', async () => {
      await loseTheAnswer()
      const desk = useDeskStore()
      page.host.answer('outbox', 'takeBack', async () => refuse('undo-too-late', first.id))
      page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ person: PersonId.parse('P00099') }) }))
      desk.state = 'here'
      desk.generation += 1
      await flushPromises()
      expect(page.host.asked('outbox', 'takeBack')).toHaveLength(1)

      page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
      await flushPromises()

      expect(page.host.asked('outbox', 'takeBack')).toHaveLength(2)
      expect(strips()[0]?.text()).toContain('没有撤回')
    })

    it('is asked for again by itself where the host was there all the time, and only had no time to answer', async () => {
      await loseTheAnswer()
      useDeskStore().state = 'here'
      await flushPromises()
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      onTestFinished(() => void vi.useRealTimers())
      await press('outbox-take-back')
      await vi.advanceTimersByTimeAsync(4_999)
      const before = page.host.asked('outbox', 'takeBack').length
      page.host.answer('outbox', 'takeBack', async () => ok(null))

      await vi.advanceTimersByTimeAsync(1)

      expect(page.host.asked('outbox', 'takeBack')).toHaveLength(before + 1)
      expect(undone()).toEqual([])
      expect(vi.getTimerCount()).toBe(0)
    })

    it('is not called refused by a host that came back with its seat locked, and is asked for again when somebody may', async () => {
      await loseTheAnswer()
      const desk = useDeskStore()
      page.host.answer('outbox', 'takeBack', async () => refuse('no-session'))
      desk.state = 'here'
      desk.generation += 1
      await flushPromises()
      page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ locked: true }) }))
      await flushPromises()
      expect(strips()[0]?.text()).toContain('没有得到答复')
      expect(strips()[0]?.text()).not.toContain('没有撤回')
      page.host.answer('outbox', 'takeBack', async () => ok(null))

      page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
      await flushPromises()

      expect(page.host.asked('outbox', 'takeBack')).toHaveLength(3)
      expect(undone()).toEqual([])
    })
  })

  it('says what comes back with it', async () => {
    const held = anOutboxEntry(2, { state: 'held', action: 'answer', position: null, causeId: first.id })
    await open([first, held])
    page.host.answer('outbox', 'settle', async () => ok({ settled: [first.id, held.id], again: [], undoUntil: end() }))

    await withdrawTheOneInHand(1)

    expect(strips()[0]?.text()).toContain('连同后面 1 步')
  })

  it('is shown to nobody else at the seat', async () => {
    await open([first])
    page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
    settling()
    await withdrawTheOneInHand(1)
    expect(undone()).toEqual([first.id])

    page.host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ person: PersonId.parse('P00099') }) }))
    await nextTick()

    expect(undone()).toEqual([])
  })
})
