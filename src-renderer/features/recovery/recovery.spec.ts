import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeyTrouble, RecoveryStatus } from '#shared/contracts/recovery.contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import RecoveryPage from './RecoveryPage.vue'

const aStatus = (over: Partial<RecoveryStatus> = {}): RecoveryStatus => ({
  ...{ seat: '1', code: 'ledger-damaged', detail: 'pages', witnessS: 20, anchor: { s: 18, auditN: 30, at: 1 }, hasRoster: true, busy: false },
  file: { name: 'ledger.db', bytes: 90_112, changedAt: 1, readable: null },
  salvageable: { commands: 20, lastS: 20, audit: 40, suspects: 1 },
  backups: [
    { name: 'g1-c2.db', at: 2, bytes: 80_000, commands: 12, lastS: 12, addable: 8, missing: 0 },
    { name: 'g1-c1.db', at: 1, bytes: 80_000, commands: null, lastS: null, addable: 0, missing: null },
  ],
  ...{ missing: { current: 0, salvage: 0 }, canGoOn: false, canRebuild: false, retryNeeds: 'nothing', zoneOffsetMinutes: 480 },
  ...over,
})

let host: FakeDesk
let page: VueWrapper
beforeEach(() => {
  host = new FakeDesk().tell('recovery', 'status', aStatus()).tell('recovery', 'key', null)
  page = mount(RecoveryPage, { global: { plugins: host.plugins() }, attachTo: document.body })
})
afterEach(() => page.unmount())

async function confirm(): Promise<void> {
  await page.get('[data-testid=recovery-person]').setValue('1003')
  await page.get('[data-testid=recovery-pin]').setValue('246810')
  await page.get('form').trigger('submit')
  await flushPromises()
}

describe('the recovery page', () => {
  it('says what is wrong and offers the backup that loses least; one whose marks do not hold is not offered', () => {
    expect(page.text()).toContain('台账文件损坏')
    expect(page.findAll('[data-testid=recovery-choices] tbody tr')).toHaveLength(1)
    expect(page.get('[data-testid=recovery-choices] thead').text()).toMatch(/^办法/)
    expect(page.get('[data-testid=recovery-choices] tbody').text()).toMatch(/^备份 .*8/)
  })

  it('restores it when a shift leader confirms, and says what came of it', async () => {
    host.answer('recovery', 'restore', async () => ok({ commands: 20, salvaged: 8, missing: 0, quarantine: 'q' }))

    await confirm()

    expect(host.asked('recovery', 'restore')).toEqual([{ person: '1003', secret: '246810', from: 'backup', name: 'g1-c2.db' }])
    expect(page.get('[data-testid=recovery-told]').text()).toContain('已恢复 20 条')
  })

  it('says why it was refused, and forgets the PIN', async () => {
    host.answer('recovery', 'restore', async () => refuse('bad-credentials'))

    await confirm()

    expect(page.get('[data-testid=recovery-told]').text()).not.toBe('')
    expect(page.get<HTMLInputElement>('[data-testid=recovery-pin]').element.value).toBe('')
  })

  it('lets nobody end the host while a ledger is made anew, whoever began it', async () => {
    host.answer('recovery', 'restore', async () => refuse('host-gone'))
    await confirm()

    host.tell('recovery', 'status', aStatus({ busy: true }))
    await flushPromises()
    await page.get('[data-testid=recovery-retry]').trigger('click')

    expect(host.asked('recovery', 'retry')).toEqual([])
    expect(page.get('[data-testid=recovery-told]').text()).toContain('正在恢复')
  })

  it.each(['nothing', 'proof'] as const)('looks again without asking anybody where it needs %s', async (retryNeeds) => {
    host.tell('recovery', 'status', aStatus({ retryNeeds })).answer('recovery', 'retry', async () => ok(null))
    await flushPromises()

    await page.get('[data-testid=recovery-retry]').trigger('click')
    await flushPromises()

    expect(page.get('[data-testid=recovery-retry-note]').text()).toContain(retryNeeds === 'proof' ? '从头核对' : '不改动文件')
    expect(host.asked('recovery', 'retry')).toEqual([{ leader: null }])
  })

  it('looks again at a ledger that the platform contradicts only in a leader’s name', async () => {
    host.tell('recovery', 'status', aStatus({ retryNeeds: 'leader' })).answer('recovery', 'retry', async () => ok(null))
    await flushPromises()
    await page.get('[data-testid=recovery-retry]').trigger('click')
    expect(host.asked('recovery', 'retry')).toEqual([])

    await page.get('[data-testid=recovery-person]').setValue('1003')
    await page.get('[data-testid=recovery-pin]').setValue('246810')
    await page.get('[data-testid=recovery-retry]').trigger('click')
    await flushPromises()

    expect(host.asked('recovery', 'retry')).toEqual([{ leader: { person: '1003', secret: '246810' } }])
    expect(page.get('[data-testid=recovery-retry-note]').text()).toContain('值班长')
  })

  it('offers to go on with a file that is only older', async () => {
    host.tell('recovery', 'status', aStatus({ code: 'ledger-older', backups: [], canGoOn: true }))
    await flushPromises()

    expect(page.get('[data-testid=recovery-restore]').text()).toContain('就用现在的文件')
  })

  it('says of an older file, too, how much it is known to lack', async () => {
    host.tell('recovery', 'status', aStatus({ code: 'ledger-older', backups: [], canGoOn: true, missing: { current: 12, salvage: 14 } }))
    await flushPromises()

    expect(page.get('[data-testid=recovery-choices] tbody td:last-child').text()).toBe('12')
  })
})

const aKeyTrouble = (over: Partial<KeyTrouble> = {}): KeyTrouble => ({ seat: '1', code: 'sealed-unreadable', detail: 'device.sealed', hasCode: true, keepsKey: false, readable: 3_120, ...over })

describe('while the ledger is being looked at', () => {
  beforeEach(() => {
    page.unmount()
    host = new FakeDesk().tell('recovery', 'key', null).tell('recovery', 'cause', { code: 'ledger-damaged', detail: 'pages' })
    page = mount(RecoveryPage, { global: { plugins: host.plugins() }, attachTo: document.body })
  })

  it('says so, and what is wrong', () => {
    expect(page.get('[data-testid=recovery-why]').text()).toContain('台账文件损坏')
    expect(page.text()).toContain('ledger-damaged · pages')
    expect(page.get('[role=status]').text()).toContain('正在查验')
  })

  it('says why it could not be looked at, and tries again when asked', async () => {
    host.answer('recovery', 'retry', async () => ok(null))

    host.trouble('recovery', 'status', 'internal')
    await flushPromises()
    expect(page.get('[role=alert]').text()).toContain('internal')
    await page.get('[role=alert] button').trigger('click')
    await flushPromises()

    expect(host.asked('recovery', 'retry')).toHaveLength(1)
  })

  it('gives way to the ways on', async () => {
    host.tell('recovery', 'status', aStatus())
    await flushPromises()

    expect(page.find('[data-testid=recovery-wait]').exists()).toBe(false)
    expect(page.find('[data-testid=recovery-restore]').exists()).toBe(true)
  })
})

describe('a machine whose own key is gone', () => {
  const CODE = 'ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2'
  beforeEach(async () => {
    host.tell('recovery', 'status', null).tell('recovery', 'key', aKeyTrouble())
    await flushPromises()
  })

  async function enter(code: string): Promise<void> {
    await page.get('[data-testid=recovery-code]').setValue(code)
    await page.get('form').trigger('submit')
    await flushPromises()
  }

  it('asks for the recovery code and says that the key is back', async () => {
    host.answer('recovery', 'unlock', async () => ok(null))

    await enter(CODE)

    expect(host.asked('recovery', 'unlock')).toEqual([{ code: CODE }])
    expect(page.get('[data-testid=key-told]').text()).toContain('密钥已恢复')
    expect(page.get<HTMLInputElement>('[data-testid=recovery-code]').element.value).toBe('')
  })

  it('asks nobody before the code is whole, and keeps a wrong one to be put right', async () => {
    host.answer('recovery', 'unlock', async () => refuse('secret-wrong'))

    await enter('ABCDE')
    expect(host.asked('recovery', 'unlock')).toEqual([])
    await enter(CODE)

    expect(page.get('[data-testid=key-told]').text()).toContain('恢复码不对')
    expect(page.get<HTMLInputElement>('[data-testid=recovery-code]').element.value).toBe(CODE)
  })

  it('says that what was stored is there', async () => {
    expect(page.get('[data-testid=key-safe]').text()).toMatch(/3.?120 条记录都在/)

    host.tell('recovery', 'key', aKeyTrouble({ readable: null }))
    await flushPromises()

    expect(page.get('[data-testid=key-safe]').text()).toContain('已存的记录都在')
  })

  it('is enrolled again with a code of the administrator where no recovery code was ever made', async () => {
    host.tell('recovery', 'key', aKeyTrouble({ hasCode: false })).answer('recovery', 'enrol', async () => ok(null))
    await flushPromises()
    expect(page.find('[data-testid=recovery-code]').exists()).toBe(false)
    expect(page.get('[data-testid=key-no-code]').text()).toContain('没有生成过')

    await page.get('[data-testid=enrol-code]').setValue(' ABCDE-FGHJK-LMNPQ-RSTUV ')
    await page.get('[data-testid=key-enrolment]').trigger('submit')
    await flushPromises()

    expect(host.asked('recovery', 'enrol')).toEqual([{ code: 'ABCDE-FGHJK-LMNPQ-RSTUV' }])
    expect(page.get('[data-testid=key-told]').text()).toContain('已重新登记')
  })

  it('says so where only the credential is gone: the key stays, and a recovery code is not asked for', async () => {
    host.tell('recovery', 'key', aKeyTrouble({ code: 'credential-missing', hasCode: false, keepsKey: true }))
    await flushPromises()

    expect(page.get('h1').text()).toBe('本机登记待恢复')
    expect(page.get('[data-testid=key-safe]').text()).toContain('台账不用登记凭证')
    expect(page.find('[data-testid=key-no-code]').exists()).toBe(false)
    expect(page.get('[data-testid=key-enrolment]').text()).toContain('本机密钥不换')
  })

  it('says so where the platform has revoked the credential: what is stored is safe, and the way on is there', async () => {
    host.tell('recovery', 'key', aKeyTrouble({ code: 'device-revoked', hasCode: false, keepsKey: true }))
    await flushPromises()

    expect(page.get('h1').text()).toBe('本机登记已被平台注销')
    expect(page.get('[data-testid=key-why]').text()).toContain('旧备份')
    expect(page.get('[data-testid=key-safe]').text()).toMatch(/3.?120 条记录都在/)
    expect(page.find('[data-testid=key-retry]').exists()).toBe(true)
    expect(page.get('[data-testid=key-enrolment]').text()).toContain('本机密钥不换')
  })

  it('looks again when the key was put back', async () => {
    host.answer('recovery', 'retry', async () => ok(null))

    await page.get('[data-testid=key-retry]').trigger('click')
    await flushPromises()

    expect(host.asked('recovery', 'retry')).toHaveLength(1)
  })
})
