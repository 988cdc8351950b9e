import { mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { setLocale } from '#renderer/i18n/index.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { HOST_LOST_MS, useLinkStore } from './link.store.ts'
import LinkStrip from './LinkStrip.vue'
import SeatStatusBar from './SeatStatusBar.vue'

const Frame = defineComponent(() => () => h('div', [h(LinkStrip), h(SeatStatusBar, { cached: 119_482, trayOpen: false })]))
let host: FakeDesk
let frame: VueWrapper

function open(status?: Partial<LinkStatus>): void {
  host = new FakeDesk()
  if (status !== undefined) host.tell('link', 'status', aLinkStatus(status))
  frame = mount(Frame, { global: { plugins: host.plugins() } })
}
const ladder = () => frame.get('[data-testid=ladder]')
const strip = (): string => frame.get('.strip').text()

beforeEach(() => vi.useFakeTimers({ now: windowTime }))
afterEach(() => {
  frame.unmount()
  setLocale('zh-CN')
  vi.useRealTimers()
})

describe('the link ladder of a window', () => {
  it.each([
    ['normal', '正常', 'normal'], ['jitter', '抖动', 'jitter'], ['offline', '离线', 'offline'], ['catching-up', '追平', 'catching-up'],
  ] as const)('says %s in the field’s word %s', (rung, word, state) => {
    open({ rung })

    expect(ladder().text()).toBe(word)
    expect(ladder().attributes('data-rung')).toBe(state)
  })

  it('takes nothing for fresh before the host has spoken', () => {
    open()

    expect(ladder().text()).toBe('离线')
    expect(useLinkStore().isStale).toBe(true)
  })

  it('does not say for ever that the host comes back by itself, but what to do', async () => {
    open({ rung: 'normal' })
    useDeskStore().state = 'gone'
    await nextTick()

    await vi.advanceTimersByTimeAsync(HOST_LOST_MS + 1000)

    expect(strip()).toMatch(/^本机服务没有恢复已存内容不丢，请重新启动程序没存上的文字先抄下.*仍不行请联系管理员$/)
    expect(strip()).not.toContain('正在自动恢复')
  })

  it('says that the host is gone by itself, and heals', async () => {
    open({ rung: 'normal' })

    useDeskStore().state = 'gone'
    await nextTick()
    expect(ladder().text()).toBe('本机服务中断')
    expect(frame.get('[data-testid=host-gone]').text()).toContain('可继续输入，已存内容不丢，正在自动恢复')

    useDeskStore().state = 'here'
    await nextTick()
    expect(ladder().text()).toBe('正常')
    expect(frame.find('[data-testid=host-gone]').exists()).toBe(false)
  })

  it('calls what is shown old while the link is down or catching up, not while it stutters', async () => {
    open({ rung: 'jitter' })
    const seen = [useLinkStore().isStale]

    for (const rung of ['offline', 'catching-up', 'normal'] as const) {
      host.tell('link', 'status', aLinkStatus({ rung }))
      seen.push(useLinkStore().isStale)
    }

    expect(seen).toEqual([false, true, true, false])
  })
})

describe('the strip over the case', () => {
  it('is empty while nothing is wrong', () => {
    open({ rung: 'normal' })

    expect(strip()).toBe('')
  })

  it('says since when, how long, what works and where the news stopped', () => {
    open({ rung: 'offline', since: windowTime - 2_482_000, freshAt: windowTime - 2_484_000 })

    expect(strip()).toContain('离线')
    expect(strip()).toContain('13:44:46 起，已 41 分 22 秒')
    expect(strip()).toContain('可受理、立案、派遣，按序待发')
    expect(strip()).toContain('他席和部门的新动作停在 13:44:44')
  })

  it('names a cause that somebody must see to', () => {
    open({ rung: 'offline', reason: 'unauthorised' })

    expect(strip()).toContain('平台不认可本机凭证。联系管理员重新登记本机')
  })

  it('counts what is still to come, how fast, and what is still to go', () => {
    open({ rung: 'catching-up', behind: 412, ratePerSecond: 103, waiting: 3 })

    expect(strip()).toContain('余 412 条，每秒 103 条')
    expect(strip()).toContain('约 4 秒')
    expect(strip()).toContain('待发 3 条，按序发送')
  })

  it('says how far a copy that is made anew is, in bytes, a second and time left, and what is shown meanwhile', () => {
    const rebuild = { reason: 'epoch', step: 'download', done: 43_000_000, total: 100_000_000, ratePerSecond: 1_200_000, leftMs: 47_500 } as const
    open({ rung: 'catching-up', rebuild })

    expect(strip()).toContain('重建本机数据')
    expect(strip()).toContain('所见为恢复前数据')
    expect(strip()).toMatch(/下载 43\.0.MB \/ 100\.0.MB/)
    expect(strip()).toMatch(/每秒 1\.2.MB/)
    expect(strip()).toMatch(/约 4\d 秒/)
  })

  it('speaks English', async () => {
    open({ rung: 'offline', since: windowTime - 2_482_000 })

    setLocale('en')
    await nextTick()

    expect(strip()).toContain('since 13:44:46, for 41 min 22 s')
    expect(ladder().text()).toBe('Offline')
  })
})

describe('the status bar', () => {
  it('tells what waits, what was rejected and what the machine holds', () => {
    open({ rung: 'offline', waiting: 3, rejected: 1 })

    expect(frame.get('[data-testid=outbox-open]').text()).toBe('发件箱3 待发')
    expect(frame.get('[data-testid=outbox-rejected]').text()).toBe('1 被拒')
    expect(frame.text()).toContain('119 482 件'.replace(' ', '\u00a0'))
  })
})

describe('the link’s own panel', () => {
  const why = () => frame.get('[data-testid=link-why]')

  it('names the reason beside the ladder, and on demand what it means and what to do', async () => {
    open({ rung: 'offline', reason: 'link-certificate-expired', since: windowTime - 60_000, waiting: 2 })
    expect(why().text()).toBe('平台的证书已过期')

    await why().trigger('click')

    const panel = frame.get('[data-testid=link-panel]').text()
    expect(panel).toContain('离线 14:25:08 起，已 1 分 0 秒')
    expect(panel).toContain('下一步 请平台管理员更换证书，不要绕过')
    expect(panel).toContain('可受理、立案、派遣，按序待发')
    expect(panel).toContain('2 待发')

    await why().trigger('keydown', { key: 'Escape' })
    expect(frame.find('[data-testid=link-panel]').exists()).toBe(false)
  })

  it('says over the case why own acts do not get through while the feed still does', () => {
    open({ rung: 'jitter', reason: 'unauthorised', since: windowTime - 5_000, waiting: 1 })

    expect(strip()).toContain('平台不认可本机凭证。联系管理员重新登记本机')
    expect(strip()).toContain('他席的动作仍在到达，本席的动作暂存待发')
  })

  it.each([
    [2_000, null],
    [-1_900, null],
    [3_200, '时钟差+3.2 秒'],
    [-3_600_000, '时钟差-3,600.0 秒'],
  ] as const)('warns of a clock that is %s ms off the platform’s: %s', (clockOffsetMs, words) => {
    open({ rung: 'normal', clockOffsetMs })

    const cell = frame.find('[data-testid=clock-offset]')
    expect(cell.exists() ? cell.text().replaceAll('\u00a0', ',').replaceAll('−', '-') : null).toBe(words)
  })

  it('says that the time is in doubt, whatever the figure was before', () => {
    open({ rung: 'offline', clockOffsetMs: 100, timeDoubt: true })

    expect(frame.get('[data-testid=clock-offset]').text()).toContain('存疑')
  })

  it('speaks English', async () => {
    open({ rung: 'offline', reason: 'link-silent' })
    setLocale('en')
    await nextTick()

    expect(why().text()).toBe('Nothing comes back over the line')
  })
})
