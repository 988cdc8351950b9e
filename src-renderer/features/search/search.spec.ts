import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SearchHit } from '#shared/contracts/cases.contract.ts'
import { CaseId, CaseNo, FieldObjectId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useFieldStore } from '#renderer/features/field/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { findCommands } from './command.ts'
import CommandBar from './CommandBar.vue'
import { pinyinInitials } from './pinyin-initials.ts'

// jsdom does not lay out, so it has nothing to scroll.
Element.prototype.scrollIntoView = vi.fn()

const caseHit: SearchHit = {
  kind: 'case', excerpt: '',
  brief: {
    id: CaseId.parse('018f0000-0000-7000-8000-000000000001'), no: CaseNo.parse('3415232026112000083'), state: 'filed', className: '上水井盖', classCode: 'C0101', address: '梅河路',
    source: 'hotline', reportedAt: windowTime, reportedByName: null, dueAt: null, attentionAt: null, urgent: false, departmentName: null, lng: 117.1, lat: 31.4, pending: 0,
  },
}
const street: SearchHit = { kind: 'street', id: 's1', name: '梅河路', lng: 117, lat: 31.5 }
const locked = vi.fn()
const commands = [{ id: 'lock', label: '锁屏', also: ['锁屏', 'Lock'], run: locked }, { id: 'outbox', label: '发件箱', also: ['Outbox'], keys: 'F7', run: vi.fn() }]

let host: FakeDesk
let bar: VueWrapper
const input = () => bar.get<HTMLInputElement>('[data-testid=command-bar]')
const hits = (): string[] => [...document.querySelectorAll('[data-testid=search-hit]')].map((hit) => hit.textContent)

async function type(words: string): Promise<void> {
  await input().setValue(words)
  await vi.advanceTimersByTimeAsync(150)
  await flushPromises()
}
async function key(code: string, more: KeyboardEventInit & { keyCode?: number } = {}): Promise<void> {
  input().element.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...more }))
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers({ now: windowTime })
  locked.mockClear()
  host = new FakeDesk().tell('link', 'status', aLinkStatus())
    .answer('cases', 'search', async ({ text }) => ok({ hits: text.startsWith('梅') ? [street, caseHit] : [], asOf: windowTime }))
  bar = mount(CommandBar, { props: { commands }, global: { plugins: host.plugins() }, attachTo: document.body })
})
afterEach(() => {
  bar.unmount()
  vi.useRealTimers()
})

describe('the command bar', () => {
  it('finds who is in the streets, and leads to where they were last heard of', async () => {
    const id = FieldObjectId.parse('inspector:2001')
    const hit = { id, kind: 'inspector' as const, name: '陈志强', grid: '城关 03', lng: 117, lat: 31, at: windowTime, state: 'moving' as const }
    host.answer('field', 'objects', async () => ok({ hits: [hit] }))
    await type('陈')

    expect(hits()).toEqual(['陈志强城关 03行进'])
    await key('Enter')

    expect(useFieldStore().selectedId).toBe(id)
    expect(useWorkbenchStore().flight).toMatchObject({ lng: 117, lat: 31 })
  })

  it('groups what it finds, and says how old the cache is', async () => {
    await type('梅河')

    expect(hits()).toEqual(['3415232026112000083上水井盖梅河路待派遣', '梅河路'])
    expect([...document.querySelectorAll('.group')].map((head) => head.textContent)).toEqual(['案件', '道路'])
    expect(document.body.textContent).toContain('本机缓存，截至 14:26:08')
  })

  it('says of what it finds that nobody knows how old it is, but not before it has an answer', async () => {
    host.answer('cases', 'search', async ({ text }) => ok({ hits: text === '梅河' ? [street] : [], asOf: null }))
    await input().setValue('梅河')
    expect(document.body.textContent).not.toContain('截至')

    await type('梅河')
    expect(document.body.textContent).toContain('本机缓存，截至 未知')

    await type('3415232026112000084')
    expect(document.body.textContent).toContain('没有找到“3415232026112000084”，本机缓存，截至 未知')
  })

  it.each(['offline', 'catching-up'] as const)('denies nothing flatly with %s: it says as of when', async (rung) => {
    await type('没有')
    expect(document.body.textContent).not.toContain('截至')

    host.tell('link', 'status', aLinkStatus({ rung }))
    await flushPromises()
    expect(document.body.textContent).toContain('没有找到“没有”，本机缓存，截至 14:26:08')

    await type('sp')
    expect(hits()).toEqual(['锁屏'])
    expect(document.body.textContent).toContain('本机缓存，截至 14:26:08')
  })

  it('selects a case and shows its place with Enter', async () => {
    await type('梅河')

    await key('Enter')

    const workbench = useWorkbenchStore()
    expect(workbench.selection).toEqual({ kind: 'case', id: caseHit.kind === 'case' && caseHit.brief.id })
    expect(workbench.flight).toMatchObject({ lng: 117.1, lat: 31.4 })
    expect(input().element.value).toBe('')
  })

  it('flies to a street without touching the case in hand', async () => {
    await type('梅河')

    await key('ArrowDown')
    await key('Enter')

    expect(useWorkbenchStore().flight).toMatchObject({ lng: 117, lat: 31.5 })
    expect(useWorkbenchStore().selection).toEqual({ kind: 'none' })
  })

  it('runs a command by its pinyin initials', async () => {
    await type('sp')

    await key('Enter')

    expect(locked).toHaveBeenCalledTimes(1)
  })

  it('neither searches nor acts while an input method composes', async () => {
    await input().trigger('compositionstart')
    input().element.value = "suo'p"
    await input().trigger('input')
    await key('Enter', { isComposing: true, keyCode: 229 })
    await vi.advanceTimersByTimeAsync(200)
    expect(host.asked('cases', 'search')).toEqual([])
    input().element.value = '锁屏'
    await input().trigger('compositionend')
    await vi.advanceTimersByTimeAsync(200)

    expect(locked).not.toHaveBeenCalled()
    expect(host.asked('cases', 'search')).toEqual([{ text: '锁屏', limit: 12 }])
  })

  it('opens with the slash of an input method that makes 、 of it, and with Ctrl+K', async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'Slash', key: '、', bubbles: true }))
    expect(document.activeElement).toBe(input().element)
    input().element.blur()

    document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyK', ctrlKey: true, bubbles: true }))

    expect(document.activeElement).toBe(input().element)
  })

  it('opens nothing that was found for a shorter text', async () => {
    host.answer('cases', 'search', async ({ text }) => ok({ hits: text === '梅' ? [caseHit] : [street], asOf: windowTime }))
    await type('梅')
    await input().setValue('梅河路')

    await key('Enter')

    expect(hits()).toEqual([])
    expect(useWorkbenchStore().selection).toEqual({ kind: 'none' })
    await vi.advanceTimersByTimeAsync(150)
    expect(hits()).toEqual(['梅河路'])
  })

  it('drops an answer that came too late', async () => {
    let answer: (() => void) | undefined
    host.answer('cases', 'search', async ({ text }) => {
      if (text === '梅') await new Promise<void>((resolve) => (answer = resolve))
      return ok({ hits: text === '梅' ? [street] : [], asOf: windowTime })
    })
    await type('梅')
    await type('梅x')

    answer?.()
    await flushPromises()

    expect(hits()).toEqual([])
  })

  it('says when nothing was found, and why nothing could be', async () => {
    await type('没有')
    expect(document.body.textContent).toContain('没有找到“没有”')
    host.answer('cases', 'search', async () => refuse('host-gone'))

    await type('没有了')

    expect(document.body.textContent).toContain('没有查到：本机服务中断')
  })

  it('asks again by itself when the host is back', async () => {
    host.answer('cases', 'search', async () => refuse('host-gone'))
    await type('梅')
    expect(document.body.textContent).not.toContain('梅河路')

    host.answer('cases', 'search', async () => ok({ hits: [street], asOf: windowTime }))
    useDeskStore().generation += 1
    await flushPromises()

    expect(hits()).toHaveLength(1)
  })
})

describe('finding commands', () => {
  it('goes by prefix, by initials and by the other language', () => {
    const find = (typed: string): string[] => findCommands(commands, typed).map(({ id }) => id)

    expect([find('锁'), find('sp'), find('LOCK'), find('fjx'), find('out'), find('屏'), find('')]).toEqual([['lock'], ['lock'], ['lock'], ['outbox'], ['outbox'], [], ['lock', 'outbox']])
  })
})

describe('pinyin initials', () => {
  it.each([['新案件', 'xaj'], ['上水井盖', 'ssjg'], ['12319 热线', '12319rx'], ['A座', 'az'], ['', '']])('of %s are %s', (words, initials) => {
    expect(pinyinInitials(words)).toBe(initials)
  })
})
