// A step that is asked for more than once, because its answer was lost or is still to come.
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { KeptAct, Saved } from '#shared/contracts/cases.contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { CaseColumnPage, click, press, say, shown, textOf, until } from '#tests/builders/a-case-column.ts'
import { aSessionStatus, aSignedIn } from '#tests/builders/a-window.ts'
import { caseId } from '#tests/builders/ids.ts'
import CaseColumn from './CaseColumn.vue'

const REPORTED = caseId(1)
const CHECKED = caseId(14)

const column = new CaseColumnPage(CaseColumn)
const { open } = column
const asked = () => column.hall.fake.asked('cases', 'act').map(({ id }) => id)
const stored = (): number => column.hall.cases.all.get(REPORTED)?.flow.filter(({ action }) => action === 'note').length ?? 0

/** A host that keeps words. */
function keeping(): KeptAct[] {
  const kept: KeptAct[] = []
  column.hall.fake
    .answer('cases', 'keptActs', ({ caseId: id }) => Promise.resolve(ok(id === REPORTED ? [...kept] : [])))
    .answer('cases', 'keepAct', ({ action, answers }) => {
      kept.splice(0, kept.length, ...(answers === null ? [] : [{ action, answers }]))
      return Promise.resolve(ok(null))
    })
  return kept
}

/** A step is done at once, or when `doIt` is called, and its answer waits until it is said. */
function answersLater(isDone: boolean): {
  readonly doIt: () => Promise<Result<Saved>>
  readonly say: (reply: Result<Saved>) => Promise<void>
  readonly asBefore: () => void
} {
  const act = column.hall.fake.replyTo('cases', 'act')
  const reply = Promise.withResolvers<Result<Saved>>()
  let doIt = (): Promise<Result<Saved>> => Promise.resolve(refuse('not-found'))
  column.hall.fake.answer('cases', 'act', (arg) => {
    doIt = () => act(arg)
    if (isDone) void doIt()
    return reply.promise
  })
  return {
    doIt: () => doIt(),
    say: async (said) => {
      reply.resolve(said)
      await flushPromises()
    },
    asBefore: () => column.hall.fake.answer('cases', 'act', act),
  }
}

async function sendNote(words = '来电人改口'): Promise<void> {
  await click('action-note')
  await say(words)
  press('Enter', { ctrlKey: true })
  await flushPromises()
}

/** A step is confirmed while the disk still takes what was written for it: nothing has left yet until the answer is called. */
async function heldByTheDisk(): Promise<() => Promise<void>> {
  keeping()
  await open(REPORTED)
  const disk = Promise.withResolvers<Result<null>>()
  column.hall.fake.answer('cases', 'keepAct', () => disk.promise)
  await click('action-note')
  await say('来电人改口')
  window.dispatchEvent(new Event('blur'))
  await flushPromises()
  press('Enter', { ctrlKey: true })
  await flushPromises()
  expect(asked()).toEqual([])
  return async () => {
    disk.resolve(ok(null))
    await flushPromises()
  }
}

async function leaveAndComeBack(): Promise<void> {
  useWorkbenchStore().select({ kind: 'case', id: CHECKED })
  await flushPromises()
  useWorkbenchStore().select({ kind: 'case', id: REPORTED })
  await until(() => expect(shown('action-note')).not.toBeNull())
}

async function goOnWriting(): Promise<void> {
  await until(() => expect(shown('begun-note')).not.toBeNull())
  await click('begun-note')
}

describe('a step that waits for the disk before it leaves', () => {
  it('goes off when it may', async () => {
    const goOn = await heldByTheDisk()

    await goOn()

    await until(() => expect(stored()).toBe(1))
  })

  it('does not go off once it was given up', async () => {
    const goOn = await heldByTheDisk()
    press('Escape')
    await flushPromises()

    await goOn()

    expect([asked(), stored()]).toEqual([[], 0])
  })

  it('does not go off in the name of whoever has signed in meanwhile', async () => {
    const goOn = await heldByTheDisk()
    column.hall.fake.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn({ person: PersonId.parse('1002'), name: '陈建国' }) }))
    await flushPromises()

    await goOn()

    expect([asked(), stored()]).toEqual([[], 0])
  })
})

describe('a step that is asked for once more', () => {
  it('goes under the same id, also from a panel that was left and opened again', async () => {
    keeping()
    await open(REPORTED)
    const host = answersLater(false)
    await sendNote()
    await leaveAndComeBack()
    await host.say(refuse('host-gone'))
    host.asBefore()
    await goOnWriting()

    press('Enter', { ctrlKey: true })

    await until(() => expect(shown('saved')).not.toBeNull())
    expect(asked()).toHaveLength(2)
    expect(new Set(asked()).size).toBe(1)
  })

  it('goes under another id where its words have changed', async () => {
    keeping()
    await open(REPORTED)
    const host = answersLater(false)
    await sendNote()
    await leaveAndComeBack()
    await host.say(refuse('host-gone'))
    host.asBefore()
    await goOnWriting()

    await say('来电人又改口')
    press('Enter', { ctrlKey: true })

    await until(() => expect(shown('saved')).not.toBeNull())
    expect(new Set(asked()).size).toBe(2)
  })

  it('is another step where the first was given up', async () => {
    keeping()
    await open(REPORTED)
    const host = answersLater(false)
    await sendNote()
    press('Escape')
    await host.say(refuse('host-gone'))
    host.asBefore()
    await until(() => expect(shown('action-note')).not.toBeNull())

    await sendNote()

    await until(() => expect(shown('saved')).not.toBeNull())
    expect(new Set(asked()).size).toBe(2)
  })

  it('keeps its id where the case was moved by somebody else meanwhile and that was looked at', async () => {
    keeping()
    await open(REPORTED)
    column.hall.fake.answer('cases', 'act', () => Promise.resolve(refuse('host-gone')))
    await sendNote()
    column.hall.cases.act(REPORTED, { action: 'accept', args: { words: '' } }, ['acceptor'], Date.now())
    column.hall.changed()
    await until(() => expect(shown('look-again')).not.toBeNull())
    await click('look-again')

    press('Enter', { ctrlKey: true })

    await until(() => expect(asked()).toHaveLength(2))
    expect(new Set(asked()).size).toBe(1)
  })

  it('is over in the panel that was opened again when it stands in the story, and is not stored twice', async () => {
    const kept = keeping()
    await open(REPORTED)
    const host = answersLater(false)
    await sendNote()
    await leaveAndComeBack()
    await goOnWriting()

    const saved = await host.doIt()

    await until(() => expect(textOf('saved')).toContain('备注已存本机，待发第 1 条'))
    await host.say(saved)
    expect([stored(), asked().length, shown('action-panel')]).toEqual([1, 1, null])
    await until(() => expect(kept).toEqual([]))
  })

  it('is over also in its own panel where its answer was lost', async () => {
    keeping()
    await open(REPORTED)
    const host = answersLater(true)
    await sendNote()

    await host.say(refuse('host-gone'))

    await until(() => expect(textOf('saved')).toContain('备注已存本机'))
    expect([stored(), shown('refusal')]).toEqual([1, null])
  })

  it('stays open where its words were changed after the try that has landed', async () => {
    keeping()
    await open(REPORTED)
    const host = answersLater(false)
    await sendNote()
    await host.say(refuse('host-gone'))
    await say('来电人又改口')

    await host.doIt()
    await flushPromises()

    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('来电人又改口')
  })

  it('is another one where the same is written afresh after it was saved', async () => {
    const kept = keeping()
    await open(REPORTED)
    const host = answersLater(false)
    await sendNote()
    useWorkbenchStore().select({ kind: 'case', id: CHECKED })
    await flushPromises()
    await host.say(await host.doIt())
    host.asBefore()
    await until(() => expect(kept).toEqual([]))
    await leaveAndComeBack()
    await until(() => expect(shown('begun-note')).toBeNull())

    await sendNote()

    await until(() => expect(stored()).toBe(2))
  })
})
