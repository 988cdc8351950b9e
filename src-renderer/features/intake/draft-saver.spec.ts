import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Draft } from '#shared/contracts/intake.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { aDraft } from '#tests/builders/a-draft.ts'
import { DraftSaver, RETRY_AFTER_MS, SAVE_AFTER_MS, SAVE_WITHIN_MS } from './draft-saver.ts'
import type { DraftContent, DraftKeeper, SaveState } from './draft-saver.ts'

/** A ledger of one draft that refuses an old rev, as the host does. */
class Ledger implements DraftKeeper {
  readonly author = null
  stored: Draft = aDraft()
  readonly written: string[] = []
  refusal: ReturnType<typeof refuse> | null = null
  /** The write lands but its answer does not. */
  losesReplies = false
  /** Holds replies until let go. */
  gate: Promise<void> = Promise.resolve()

  async save(content: DraftContent, rev: number): ReturnType<DraftKeeper['save']> {
    await this.gate
    if (this.refusal !== null) return this.refusal
    if (rev !== this.stored.rev) return refuse('stale-base')
    this.stored = { ...this.stored, ...content, rev: rev + 1, savedAt: Date.now() }
    this.written.push(content.form.description)
    return this.losesReplies ? refuse('host-gone') : ok({ rev: this.stored.rev, savedAt: this.stored.savedAt })
  }

  async load(): ReturnType<DraftKeeper['load']> {
    return ok(this.stored)
  }
}

let ledger: Ledger
let states: SaveState[]
let saver: DraftSaver
const saying = (description: string, start = description.length): DraftContent => ({
  form: { ...aDraft().form, description }, caret: { field: 'description', start, end: start },
})
const last = (): SaveState['kind'] | undefined => states.at(-1)?.kind

beforeEach(() => {
  vi.useFakeTimers()
  ledger = new Ledger()
  states = []
  saver = new DraftSaver(ledger.stored, ledger, (state) => states.push(state))
})
afterEach(() => {
  saver.close()
  vi.useRealTimers()
})

describe('a draft while it is typed', () => {
  it('is saved once a short pause has come', async () => {
    saver.change(saying('井'))
    saver.change(saying('井盖'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1)
    expect(ledger.written).toEqual([])

    await vi.advanceTimersByTimeAsync(1)

    expect(ledger.written).toEqual(['井盖'])
    expect(last()).toBe('saved')
  })

  it('is saved within the second although the operator never pauses', async () => {
    for (let typed = 1; typed <= 10; typed += 1) {
      saver.change(saying('井'.repeat(typed)))
      await vi.advanceTimersByTimeAsync(100)
    }

    expect(ledger.written.length).toBeGreaterThan(0)
    expect(SAVE_WITHIN_MS).toBeLessThan(1000)
  })

  it('is not written again when nothing has changed', async () => {
    saver.change({ form: ledger.stored.form, caret: ledger.stored.caret })

    await vi.advanceTimersByTimeAsync(5000)

    expect(ledger.written).toEqual([])
    expect(states).toEqual([])
  })

  it('keeps where the caret stands, also when only the caret moves', async () => {
    saver.change(saying('井盖裂成两半', 2))

    await saver.flush()

    expect(ledger.stored.caret).toEqual({ field: 'description', start: 2, end: 2 })
  })

  it('is saved one save after the other, the newest last', async () => {
    let open = (): void => undefined
    ledger.gate = new Promise((resolve) => (open = resolve))
    saver.change(saying('一'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)
    saver.change(saying('一二'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)
    expect(ledger.written).toEqual([])

    open()
    await vi.advanceTimersByTimeAsync(0)

    expect(ledger.written).toEqual(['一', '一二'])
    expect(last()).toBe('saved')
  })

  it('is on disk when flushing has ended', async () => {
    saver.change(saying('窗口要关了'))

    const isSafe = await saver.flush()

    expect(isSafe).toBe(true)
    expect(ledger.stored.form.description).toBe('窗口要关了')
  })

  it('is left alone once it is closed', async () => {
    saver.change(saying('已提交'))
    saver.close()

    await vi.advanceTimersByTimeAsync(10_000)

    expect(ledger.written).toEqual([])
  })
})

describe('when saving fails', () => {
  it('it says so, with the time of what is safe, and tries again by itself', async () => {
    ledger.refusal = refuse('disk-full')
    saver.change(saying('磁盘满了'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)
    expect(states.at(-1)).toEqual({ kind: 'failed', savedAt: aDraft().savedAt, code: 'disk-full' })

    ledger.refusal = null
    await vi.advanceTimersByTimeAsync(RETRY_AFTER_MS)

    expect(ledger.written).toEqual(['磁盘满了'])
    expect(last()).toBe('saved')
  })

  it('typing goes on, and what was typed meanwhile is saved when the host is back', async () => {
    ledger.refusal = refuse('host-gone')
    saver.change(saying('断'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)
    saver.change(saying('断了还在写'))

    ledger.refusal = null
    saver.retry()
    await vi.advanceTimersByTimeAsync(0)

    expect(ledger.written).toEqual(['断了还在写'])
    expect(last()).toBe('saved')
  })

  it('a write whose answer was lost is recognised as its own', async () => {
    ledger.losesReplies = true
    saver.change(saying('已写下'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)
    ledger.losesReplies = false
    saver.change(saying('已写下，又写'))

    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)

    expect(ledger.written).toEqual(['已写下', '已写下，又写'])
    expect(last()).toBe('saved')
  })

  it('a draft that is over is not tried for again', async () => {
    ledger.refusal = refuse('not-found')
    saver.change(saying('晚了'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)
    ledger.refusal = null

    await vi.advanceTimersByTimeAsync(10_000)

    expect(ledger.written).toEqual([])
    expect([saver.isOver, saver.isSettled, saver.unsaved?.form.description]).toEqual([true, false, '晚了'])
  })

  it('is left without more ado by somebody who only moved the caret in a draft that is over', async () => {
    ledger.refusal = refuse('not-found')
    saver.change(saying(aDraft().form.description, 0))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)

    expect([saver.isOver, saver.isSettled]).toEqual([true, true])
  })
})

describe('two windows on one draft', () => {
  beforeEach(async () => {
    await ledger.save(saying('另一个窗口写的'), ledger.stored.rev)
    saver.change(saying('这里写的'))
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)
  })

  it('neither undoes the other: the operator is asked', () => {
    expect(states.at(-1)).toMatchObject({ kind: 'conflict', theirs: { form: { description: '另一个窗口写的' } } })
    expect(ledger.stored.form.description).toBe('另一个窗口写的')
  })

  it('what stands here is kept when they say so', async () => {
    saver.keepMine()
    await vi.advanceTimersByTimeAsync(0)

    expect(ledger.stored.form.description).toBe('这里写的')
    expect(last()).toBe('saved')
  })
})

describe('a draft that is over', () => {
  const photograph: Attachment = { hash: 'a'.repeat(64), name: '井盖.jpg', mime: 'image/jpeg', size: 3, use: 'report' }

  it('has nothing to be missed where only its photographs were named otherwise than they were saved', async () => {
    ledger.refusal = refuse('not-found')
    saver.change({ ...saying(''), form: { ...ledger.stored.form, attachments: [photograph] } })

    await saver.flush()

    expect([saver.isOver, saver.isSettled, saver.unsaved]).toEqual([true, true, null])
  })
})
