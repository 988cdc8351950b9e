// One lane's head is rejected while fifty others drain: the others must not wait for it, nothing may be done twice, and what was
// rejected waits for a person with who, when and what differs.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import axios from 'axios'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestHall } from '#tests/e2e/support/index.ts'
import type { TestPlatform, TestSeat } from '#tests/e2e/support/index.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { SOON } from '#tests/builders/patience.ts'
import { Cable } from '#tests/e2e/support/cable.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { Operator, TOWN_PIN } from '#tests/e2e/support/operator.ts'
import { storedCase, storedCommands, storedEffects, storedFlow } from '#tests/e2e/support/stored.ts'
import type { OutboxDetail, OutboxEntry, Rung } from '#shared/contracts/link.contract.ts'
import { DepartmentId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'

const OTHER_LANES = 50
const sanitation = DepartmentId.parse('D02')
const enforcement = DepartmentId.parse('D05')
const works = DepartmentId.parse('D01')

let hall: TestHall
let platform: TestPlatform
let cable: Cable
let first: TestSeat
/** 赵志强 on the seat that loses its link, 何伟 on the one that keeps it. */
let zhao: Operator
let he: Operator

beforeAll(async () => {
  hall = await TestHall.open()
  platform = await hall.startPlatform()
  cable = hall.add(await Cable.lay(() => platform.url))
  // Its host can be made to lose a data thread.
  const env = { ...process.env, NODE_OPTIONS: `--import=${new URL('../fakes/end-a-thread.ts', import.meta.url).href}` }
  first = await hall.startSeat('1', platform, { platformUrl: cable.url, env })
  zhao = new Operator(await openDeskClient(first))
  he = new Operator(await openDeskClient(await hall.startSeat('2', platform)))
  await zhao.signIn('1004')
  await he.signIn('1008')
})

afterAll(async () => {
  zhao?.client.close()
  he?.client.close()
  await hall.end()
})

const rung = async (of: Operator, wanted: Rung): Promise<void> => {
  await of.client.until(of.client.desk.watch.link.status, {}, ({ rung: now }) => now === wanted)
}
const tray = (fits: (entries: readonly OutboxEntry[]) => boolean) =>
  zhao.client.until(zhao.client.desk.watch.outbox.tray, {}, ({ entries }) => fits(entries)).then(({ entries }) => entries)

async function detailOf(id: OutboxEntry['id'] | undefined): Promise<OutboxDetail> {
  if (id === undefined) throw new Error('nothing was rejected')
  const detail = await zhao.client.until(zhao.client.desk.watch.outbox.entry, { id }, (value) => value !== null)
  if (detail === null) throw new Error('it has left the ledger')
  return detail
}

/** A case that stands filed at the platform and is known on both seats. */
async function filedEverywhere(description: string): Promise<string> {
  const { caseId } = unwrap(await zhao.take({ description }, 'file'))
  await Promise.all([zhao, he].map((who) => who.viewWhen(caseId, ({ row, pending }) => row.state === 'filed' && pending.length === 0)))
  return caseId
}

async function cut(): Promise<void> {
  cable.set('cut')
  await rung(zhao, 'offline')
}

describe('a seat that comes back with fifty-one lanes, one of which was overtaken', () => {
  let overtaken = ''
  const others: string[] = []
  let rejected: OutboxEntry[] = []

  it('drains the fifty in order and once, although replies are lost and the platform dies on the way', async () => {
    overtaken = await filedEverywhere('道路坍塌，已被他人派遣')
    await cut()
    const dispatch = unwrap(await zhao.act(overtaken, 'dispatch', { department: sanitation, words: '' }))
    const redispatch = unwrap(await zhao.act(overtaken, 're-dispatch', { department: works, reason: '主责单位应为市政' }))
    for (let i = 0; i < OTHER_LANES; i += 1) others.push(unwrap(await zhao.take({ description: `离线受理第 ${String(i)} 件` }, 'file')).caseId)
    unwrap(await he.act(overtaken, 'dispatch', { department: enforcement, words: '' }))
    await he.viewWhen(overtaken, ({ row, pending }) => row.state === 'handling' && pending.length === 0)

    cable.set('lossy')
    await settledAtLeast(1)
    await platform.kill9()
    cable.set('whole')
    await platform.restart()
    rejected = await tray((entries) => entries.every(({ state }) => state === 'rejected' || state === 'held') && entries.some(({ state }) => state === 'held'))

    const stored = await storedCommands(platform)
    const effects = await storedEffects(platform)
    const mine = stored.filter(({ seat }) => seat === '1')
    expect(mine.map(({ s }) => s).sort((a, b) => Number(a) - Number(b))).toEqual(mine.map((_, i) => i + 1))
    expect(mine.filter(({ result }) => result !== 'accepted').map(({ id }) => id)).toEqual([dispatch.cmdId, redispatch.cmdId])
    for (const { id, result } of mine) expect(effects.get(id) ?? 0).toBe(result === 'accepted' ? 1 : 0)
    for (const caseId of others) {
      const lane = mine.filter((command) => command.caseId === caseId).sort((a, b) => Number(a.s) - Number(b.s))
      expect(lane.map(({ action }) => action)).toEqual(['report', 'accept', 'file'])
      expect(await storedFlow(platform, caseId)).toEqual(lane.map(({ id }) => id))
    }
  })

  it('shows the overtaken step with who, when and what differs, and holds what was built on it', async () => {
    const [head, dependent, ...more] = rejected

    expect(more).toEqual([])
    expect(head).toMatchObject({ caseId: overtaken, action: 'dispatch', state: 'rejected', position: null })
    const both = await detailOf(head?.id)
    expect(head?.code).toBe('stale-base')
    expect(both.theirs).toMatchObject({ byName: '何伟', bySeat: '2', state: 'handling' })
    expect(Math.abs((both.theirs?.at ?? 0) - Date.now())).toBeLessThan(300_000)
    expect(both.differences).toContainEqual({
      ...{ field: 'department', base: null, mine: '环境卫生管理处', theirs: '城市管理执法大队', open: true },
    })
    expect(both.dependents.map(({ id }) => id)).toEqual([dependent?.id])
    expect(dependent).toMatchObject({ caseId: overtaken, action: 're-dispatch', state: 'held' })
    const view = await zhao.viewWhen(overtaken, ({ pending }) => pending.length === 0)
    expect(view.row).toMatchObject({ state: 'handling', department: enforcement })
  })

  it('refuses to do it again where the case no longer allows it, and lets it be withdrawn with its dependents', async () => {
    const { settle } = zhao.client.desk.call.outbox
    const head = rejected[0]?.id
    if (head === undefined) throw new Error('nothing was rejected')

    expect(await settle({ id: head, choice: 'again' })).toMatchObject({ ok: false, error: { code: 'illegal-move' } })
    expect((await tray(() => true)).map(({ id }) => id)).toEqual(rejected.map(({ id }) => id))
    expect(await settle({ id: head, choice: 'withdraw' })).toMatchObject({ ok: false, error: { code: 'reason-required' } })
    unwrap(await settle({ id: head, choice: 'withdraw', words: '对方派得对' }))

    await tray((entries) => entries.length === 0)
    expect(await storedCase(platform, overtaken)).toMatchObject({ state: 'handling', department: enforcement })
    await rung(zhao, 'normal')
  })
})

describe('a step that was overtaken on a case that still allows it', () => {
  it('is done again as a new command, once', async () => {
    const caseId = await filedEverywhere('窨井盖移位，挂账后恢复')
    await cut()
    const first = unwrap(await zhao.act(caseId, 'dispatch', { department: works, words: '' }))
    const until = Date.now() + 86_400_000
    unwrap(await he.act(caseId, 'put-on-account', { reason: '等待材料', until }))
    unwrap(await he.act(caseId, 'resume', { words: '' }))
    await he.viewWhen(caseId, ({ row, pending }) => row.state === 'filed' && row.wasOnAccount && pending.length === 0)
    cable.set('whole')
    const [head] = await tray((entries) => entries.some(({ state }) => state === 'rejected'))
    expect(head).toMatchObject({ id: first.cmdId, code: 'stale-base' })
    expect((await detailOf(head?.id)).theirs).toMatchObject({ byName: '何伟', state: 'filed' })
    await zhao.viewWhen(caseId, ({ row }) => row.wasOnAccount)

    unwrap(await zhao.client.desk.call.outbox.settle({ id: first.cmdId, choice: 'again' }))

    await tray((entries) => entries.length === 0)
    await zhao.viewWhen(caseId, ({ row, pending }) => row.state === 'handling' && pending.length === 0)
    const dispatches = (await storedCommands(platform)).filter((one) => one.caseId === caseId && one.action === 'dispatch')
    expect(dispatches.map(({ result }) => result).sort()).toEqual(['accepted', 'rejected'])
    expect(dispatches.find(({ result }) => result === 'rejected')?.id).toBe(first.cmdId)
    expect(await storedCase(platform, caseId)).toMatchObject({ state: 'handling', department: works })
  })
})

describe('a seat whose ledger thread dies while it is offline', () => {
  it('says so in its log, comes back by itself with everything that was saved, and sends it', async () => {
    await cut()
    const { caseId } = unwrap(await zhao.take({ description: '存盘线程终止前受理' }, 'file'))
    const before = zhao.client.generation
    const host = await first.hostPid()
    if (host === null) throw new Error('there is no host')

    process.kill(host, 'SIGUSR2')

    await expect.poll(() => zhao.client.generation, { timeout: 60_000 }).toBeGreaterThan(before)
    unwrap(await (await zhao.client.here()).desk.call.session.unlock({ secret: TOWN_PIN }))
    expect((await zhao.viewWhen(caseId, ({ pending }) => pending.length === 3)).row.state).toBe('filed')
    expect(await readFile(join(first.paths.logs, 'host.log'), 'utf8')).toContain('ledger thread: ended with')
    cable.set('whole')
    await zhao.viewWhen(caseId, ({ pending }) => pending.length === 0)
    expect(await storedCase(platform, caseId)).toMatchObject({ state: 'filed' })
  })
})

describe('a seat whose own key is lost', () => {
  it('asks for the recovery code, and nothing else, and works on with it', async () => {
    const { desk } = zhao.client
    const { code } = unwrap(await desk.call.audit.makeRecoveryCode({ secret: TOWN_PIN }))
    unwrap(await desk.call.audit.confirmRecoveryCode({ code }))
    await first.stop()
    rmSync(join(first.paths.secrets, 'device.key'))

    await first.restart()

    const trouble = await zhao.client.until(desk.watch.recovery.key, {}, (value) => value !== null)
    expect(trouble).toMatchObject({ seat: '1', code: 'sealed-unreadable' })
    expect(await desk.call.recovery.unlock({ code: code.replace(/.$/, (last) => (last === '2' ? '3' : '2')) })).toMatchObject({
      error: { code: 'secret-wrong' },
    })
    unwrap(await desk.call.recovery.unlock({ code: code.toLowerCase() }))
    await zhao.client.until(desk.watch.recovery.key, {}, (value) => value === null)
    await zhao.signIn('1004')
    expect((await zhao.take({ description: '密钥恢复后受理' }, 'file')).ok).toBe(true)
    await rung(zhao, 'normal')
    expect(await keyTrail()).toContain('keys.recovered')
  })

  it('is enrolled again where nobody has a code; what waited is sent, and names are readable as before', async () => {
    const { desk } = zhao.client
    await cut()
    const { caseId } = unwrap(await zhao.take({ description: '密钥丢失前受理' }, 'file'))
    const picture = aPicture(90, 60)
    // Chosen while the line was cut: the only copy lies at the seat.
    unwrap(await zhao.attach(caseId, '现场.png', picture))
    await first.stop()
    rmSync(join(first.paths.secrets, 'device.key'))
    rmSync(join(first.paths.seat, 'device.recovery'))

    await first.restart()

    const trouble = await zhao.client.until(desk.watch.recovery.key, {}, (value) => value !== null && value.readable !== null)
    expect(trouble).toMatchObject({ seat: '1', code: 'sealed-unreadable', hasCode: false })
    expect(trouble?.readable).toBeGreaterThan(3)
    expect((await desk.call.recovery.enrol({ code: 'NOSUCHCODE' })).ok).toBe(false)
    cable.set('whole')
    unwrap(await desk.call.recovery.enrol({ code: await newCode() }))
    await zhao.client.until(desk.watch.recovery.key, {}, (value) => value === null)
    await zhao.signIn('1004')
    await zhao.viewWhen(caseId, ({ row, pending }) => row.state === 'filed' && pending.length === 0)
    expect(await storedCase(platform, caseId)).toMatchObject({ state: 'filed' })
    expect(unwrap(await desk.call.cases.revealPhone({ caseId, reason: '回访核实' }))).toMatchObject({ phone: '13800005678' })
    await expect.poll(() => storedFileBytes(sha256(picture)), SOON).toEqual(picture)
    await rung(zhao, 'normal')
    expect(await keyTrail()).toContain('keys.replaced')
  })

  it('takes up the new key that a power cut kept from its place', async () => {
    const before = (await keyTrail()).filter((what) => what === 'keys.replaced').length
    await first.stop()
    renameSync(join(first.paths.secrets, 'device.key'), join(first.paths.secrets, 'device.key.next'))

    await first.restart()

    await zhao.signIn('1004')
    await rung(zhao, 'normal')
    await expect.poll(() => readdirSync(first.paths.secrets), SOON).not.toContain('device.key.next')
    expect(readdirSync(first.paths.secrets)).toContain('device.key')
    expect((await keyTrail()).filter((what) => what === 'keys.replaced')).toHaveLength(before + 1)
  })

  it('is enrolled again under the same key where only its credential is gone', async () => {
    const { desk } = zhao.client
    const { code: recoveryCode } = unwrap(await desk.call.audit.makeRecoveryCode({ secret: TOWN_PIN }))
    unwrap(await desk.call.audit.confirmRecoveryCode({ code: recoveryCode }))
    await cut()
    const { caseId } = unwrap(await zhao.take({ description: '凭证丢失前受理' }, 'file'))
    await first.stop()
    rmSync(join(first.paths.seat, 'device.sealed'))

    await first.restart()

    const trouble = await zhao.client.until(desk.watch.recovery.key, {}, (value) => value !== null && value.readable !== null)
    expect(trouble).toMatchObject({ seat: '1', code: 'credential-missing', hasCode: false, keepsKey: true })
    cable.set('whole')
    unwrap(await desk.call.recovery.enrol({ code: await newCode() }))
    await zhao.client.until(desk.watch.recovery.key, {}, (value) => value === null)
    await zhao.signIn('1004')
    await zhao.viewWhen(caseId, ({ row, pending }) => row.state === 'filed' && pending.length === 0)
    expect(existsSync(join(first.paths.seat, 'device.recovery'))).toBe(true)
    expect(recoveryCode).toHaveLength(29)
  })
})

/** Null as long as the platform has not got it. */
async function storedFileBytes(hash: string): Promise<Buffer | null> {
  const headers = { authorization: `Bearer ${(await readFile(platform.adminTokenFile, 'utf8')).trim()}` }
  const asked = { headers, responseType: 'arraybuffer' as const, validateStatus: () => true }
  const { status, data } = await axios.get<Buffer>(`${platform.url}/v1/attachments/by-hash/${hash}`, asked)
  return status === 200 ? data : null
}

async function keyTrail(): Promise<string[]> {
  const asked = { before: null, limit: 20, text: '', what: 'keys', from: null, to: null }
  return unwrap(await zhao.client.desk.call.audit.entries(asked)).rows.map(({ what }) => what)
}

/** The administrator's, for seat 1. */
async function newCode(): Promise<string> {
  const headers = { authorization: `Bearer ${(await readFile(platform.adminTokenFile, 'utf8')).trim()}` }
  const { data } = await axios.post<{ code: string }>(`${platform.url}/v1/enrolment-codes`, { seat: '1' }, { headers })
  return data.code
}

/** Waits until the platform has settled something of seat 1 since the cable was cut. */
async function settledAtLeast(more: number): Promise<void> {
  const count = async (): Promise<number> => (await storedCommands(platform)).filter(({ seat, action }) => seat === '1' && action === 'report').length
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(more)
}
