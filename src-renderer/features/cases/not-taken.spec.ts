// A step that ends when nobody looks at its panel any more.
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { KeptAct } from '#shared/contracts/cases.contract.ts'
import { CaseNo, PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { CaseColumnPage, click, press, say, shown, textOf, until } from '#tests/builders/a-case-column.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import CaseColumn from './CaseColumn.vue'
import { useNotTaken } from './not-taken.store.ts'
import WorkListColumn from './WorkListColumn.vue'

// Cases of the sample hall, by how far they have come.
const REPORTED = caseId(1)
const CHECKED = caseId(14)

const seat = new CaseColumnPage(defineComponent(() => () => [h(WorkListColumn), h(CaseColumn)]))
const { open } = seat

/** A host that keeps words, and lists them among what is begun. */
function keeping(): KeptAct[] {
  const kept: KeptAct[] = []
  seat.hall.fake
    .serve('cases', 'begunSteps', () => kept.map(({ action }) => ({ caseId: REPORTED, action, no: null, className: '店外经营', savedAt: 0 })))
    .answer('cases', 'keptActs', ({ caseId: id }) => Promise.resolve(ok(id === REPORTED ? [...kept] : [])))
    .answer('cases', 'keepAct', ({ action, answers }) => {
      kept.splice(0, kept.length, ...(answers === null ? [] : [{ action, answers }]))
      seat.hall.fake.refresh()
      return Promise.resolve(ok(null))
    })
  return kept
}

/** A step is sent off, a note unless something else is said, and before its answer is here the next case is taken in hand. */
async function leaveOnItsWay(action: 'note' | 'accept' = 'note'): Promise<{
  readonly kept: KeptAct[]
  readonly refuseIt: (code: 'host-gone' | 'disk-full') => Promise<void>
  /** The host takes it, whatever it will answer. */
  readonly doIt: () => void
}> {
  const kept = keeping()
  await open(REPORTED)
  await click(`action-${action}`)
  if (action === 'note') await say('来电人改口')
  await until(() => expect(kept).toHaveLength(action === 'note' ? 1 : 0))
  const take = seat.hall.fake.replyTo('cases', 'act')
  const reply = Promise.withResolvers<Result<never>>()
  let doIt = (): void => undefined
  seat.hall.fake.answer('cases', 'act', (arg) => {
    doIt = () => void take(arg)
    return reply.promise
  })
  press('Enter', { ctrlKey: true })
  await flushPromises()
  await goTo(CHECKED)
  seat.hall.fake.answer('cases', 'act', take)
  const refuseIt = async (code: 'host-gone' | 'disk-full'): Promise<void> => {
    reply.resolve(refuse(code))
    await flushPromises()
  }
  return { kept, refuseIt, doIt: () => doIt() }
}

async function goTo(id: typeof REPORTED): Promise<void> {
  useWorkbenchStore().select({ kind: 'case', id })
  await flushPromises()
}

describe('a step that is refused when its panel was left', () => {
  it('is named beside the lists with its reason, and leads back to its case and into its panel', async () => {
    const { refuseIt } = await leaveOnItsWay()
    expect(shown('not-taken')).toBeNull()

    await refuseIt('disk-full')

    expect(textOf('not-taken')).toMatch(/店外经营：备注没有办成.*磁盘/)
    await click('open-not-taken')
    expect(useWorkbenchStore().selection).toEqual({ kind: 'case', id: REPORTED })
    await until(() => expect(shown('begun-note')).not.toBeNull())
    await click('begun-note')
    // Said where the words stand, and no longer beside the lists.
    expect([textOf('refusal'), shown('not-taken')]).toEqual([expect.stringContaining('磁盘'), null])
    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('来电人改口')
  })

  it('stands there until it is read', async () => {
    const { refuseIt } = await leaveOnItsWay()
    await refuseIt('disk-full')
    await goTo(REPORTED)
    await goTo(CHECKED)
    expect(shown('not-taken')).not.toBeNull()

    await click('read-not-taken')

    expect(shown('not-taken')).toBeNull()
  })

  it.each(['note', 'accept'] as const)('is spoken of no more when it is done, with words or without (%s)', async (action) => {
    const { refuseIt } = await leaveOnItsWay(action)
    await goTo(REPORTED)
    await until(() => expect(shown(`action-${action}`)).not.toBeNull())
    await click(`action-${action}`)
    await refuseIt('disk-full')
    expect(shown('not-taken')).not.toBeNull()

    press('Enter', { ctrlKey: true })

    await until(() => expect(shown('saved')).not.toBeNull())
    expect(shown('not-taken')).toBeNull()
  })

  it.each(['this window', 'another window, or by the step itself whose answer alone was lost'])('is spoken of no more when its words were ended by %s', async (who) => {
    const { kept, refuseIt } = await leaveOnItsWay()
    await refuseIt('host-gone')
    expect(shown('not-taken')).not.toBeNull()

    if (who === 'this window') {
      await goTo(REPORTED)
      await until(() => expect(shown('begun-note')).not.toBeNull())
      await click('begun-note')
      press('Escape')
    } else {
      kept.splice(0)
      seat.hall.fake.refresh()
    }

    await until(() => expect(shown('not-taken')).toBeNull())
  })

  it('is spoken of no more when its words are cleared without the step being open', async () => {
    const answers = { department: '', inspector: '', conditionId: '', areaGrade: 'A' as const, urgent: false, until: null, yes: null, words: '可以结案' }
    keeping().push({ action: 'close', answers })
    // The list of what is begun says nothing of it meanwhile.
    seat.hall.fake.serve('cases', 'begunSteps', () => [])
    await open(REPORTED)
    const place = { caseId: REPORTED, action: 'close' as const, author: PersonId.parse('1001') }
    useNotTaken().tell({ place, id: cmdId(9), no: CaseNo.parse('3415232026112000001'), className: '店外经营', refusal: { code: 'illegal-move' } })
    await until(() => expect(shown('clear-close')).not.toBeNull())
    expect(shown('not-taken')).not.toBeNull()

    await click('clear-close')

    await until(() => expect(shown('not-taken')).toBeNull())
  })

  it('says nothing where the step was given up while it was on its way', async () => {
    keeping()
    await open(REPORTED)
    await click('action-note')
    await say('写错了')
    const reply = Promise.withResolvers<Result<never>>()
    seat.hall.fake.answer('cases', 'act', () => reply.promise)
    press('Enter', { ctrlKey: true })
    await flushPromises()
    press('Escape')
    await flushPromises()

    reply.resolve(refuse('disk-full'))
    await flushPromises()

    expect(shown('not-taken')).toBeNull()
  })

  describe.each(['note', 'accept'] as const)('and its answer was lost (%s)', (action) => {
    it.each(['before', 'after'])('is not spoken of where it was taken all the same, known %s that', async (when) => {
      const { refuseIt, doIt } = await leaveOnItsWay(action)

      if (when === 'before') doIt()
      await refuseIt('host-gone')
      if (when === 'after') {
        expect(shown('not-taken')).not.toBeNull()
        doIt()
      }

      await until(() => expect(shown('not-taken')).toBeNull())
    })
  })

  it('stays where another of the same kind was done by somebody else', async () => {
    const { refuseIt } = await leaveOnItsWay()
    await refuseIt('host-gone')

    seat.hall.cases.act(REPORTED, { action: 'note', args: { words: '来电人改口' } }, ['acceptor'], Date.now())
    seat.hall.changed()
    await flushPromises()

    expect(shown('not-taken')).not.toBeNull()
  })

  it('is told to nobody but the one who took it', async () => {
    const { refuseIt } = await leaveOnItsWay()
    await refuseIt('disk-full')

    seat.hall.person = PersonId.parse('1002')
    seat.hall.changed()
    await flushPromises()

    expect(shown('not-taken')).toBeNull()
    seat.hall.person = PersonId.parse('1001')
    seat.hall.changed()
    await until(() => expect(shown('not-taken')).not.toBeNull())
  })
})

describe('a step that is closed with Esc while it is on its way, and is saved all the same', () => {
  async function closeOnItsWay(): Promise<{ readonly land: () => Promise<void>; readonly asBefore: () => void }> {
    keeping()
    await open(REPORTED)
    await click('action-note')
    await say('写错了')
    const take = seat.hall.fake.replyTo('cases', 'act')
    const landed = Promise.withResolvers<undefined>()
    seat.hall.fake.answer('cases', 'act', (arg) => landed.promise.then(() => take(arg)))
    press('Enter', { ctrlKey: true })
    await flushPromises()
    press('Escape')
    await flushPromises()
    const land = async (): Promise<void> => {
      landed.resolve(undefined)
      await flushPromises()
    }
    return { land, asBefore: () => seat.hall.fake.answer('cases', 'act', take) }
  }

  it('is told as any step that is saved', async () => {
    const { land } = await closeOnItsWay()
    expect(shown('saved')).toBeNull()

    await land()

    await until(() => expect(textOf('saved')).toContain('备注已存本机，待发第 1 条'))
    expect(shown('still-saved')).toBeNull()
  })

  it('is told when the step that was opened since is over, and closes nothing of it', async () => {
    const { land, asBefore } = await closeOnItsWay()
    asBefore()
    await click('action-note')
    await say('这才是对的')

    await land()

    expect(document.querySelector<HTMLTextAreaElement>('#act-words')?.value).toBe('这才是对的')
    expect(textOf('still-saved')).toContain('店外经营：备注在取消前已存本机')
    press('Escape')
    await until(() => expect(textOf('saved')).toContain('备注已存本机'))
    expect(shown('still-saved')).toBeNull()
  })

  it('is told beside the lists where another case was taken in hand, and in its own when that is opened', async () => {
    const { land } = await closeOnItsWay()
    await goTo(CHECKED)

    await land()

    expect(textOf('still-saved')).toContain('备注在取消前已存本机')
    await click('open-still-saved')
    await until(() => expect(textOf('saved')).toContain('备注已存本机'))
    expect(shown('still-saved')).toBeNull()
  })

  it('is told beside the lists until it is read', async () => {
    const { land } = await closeOnItsWay()
    await goTo(CHECKED)
    await land()
    expect(shown('still-saved')).not.toBeNull()

    await click('read-still-saved')

    expect(shown('still-saved')).toBeNull()
    await goTo(REPORTED)
    await until(() => expect(shown('action-note')).not.toBeNull())
    expect(shown('saved')).toBeNull()
  })
})
