// Names, numbers and secrets that can be recognised are put through the whole product; then everything it has written or sent to
// others is searched for them, byte by byte.
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DeviceStore } from '#main/host/device-store.ts'
import type { Device } from '#main/host/device-store.ts'
import { CaseId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { AreaContract } from '#shared/contracts/contract.ts'
import { contracts } from '#shared/contracts/index.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import type { DeskClient } from '#tests/e2e/support/desk-client.ts'
import { OnlinePerson, TestHall } from '#tests/e2e/support/index.ts'
import type { TestPlatform, TestSeat } from '#tests/e2e/support/index.ts'
import { Operator } from '#tests/e2e/support/operator.ts'
import { DoorClient, freshPass } from '../exploits/door-client.ts'

const canary = {
  name: '仇雅楠柳',
  phone: '13877654329',
  typedPhone: '15966778801',
  landline: '0564-8617243',
  identity: '11010519491231002X',
  pin: 'Kanarienvogel-7731',
} as const
const DESCRIPTION = `住户说井盖裂开，另打${canary.typedPhone}或${canary.landline}，身份证${canary.identity}`

let hall: TestHall
let platform: TestPlatform
let seat: TestSeat
let client: DeskClient
let caseId: string
let device: Device

beforeAll(async () => {
  hall = await TestHall.open()
  platform = await hall.startPlatform()
  seat = await hall.startSeat('1', platform)
  client = await openDeskClient(seat)
  const operator = new Operator(client)
  await operator.signIn()
  const saved = unwrap(
    await operator.take(
      {
        reporterName: canary.name,
        reporterPhone: canary.phone,
        description: DESCRIPTION,
        address: `人民路8号，电话${canary.typedPhone}`,
      },
      'dispatch',
    ),
  )
  caseId = saved.caseId
  // A draft that nobody has finished, a note, a reason with a number in it, a wrong PIN.
  const draft = unwrap(await client.desk.call.intake.open({ callerPhone: canary.phone }))
  const form = { ...draft.form, reporterName: canary.name, description: DESCRIPTION }
  unwrap(await client.desk.call.intake.save({ id: draft.id, form, caret: null, rev: draft.rev }))
  unwrap(await operator.act(caseId, 'note', { words: `又打${canary.typedPhone}` }))
  await operator.viewWhen(caseId, ({ pending, flow }) => pending.length === 0 && flow.length >= 5)
  const key = readFileSync(join(seat.paths.secrets, 'device.key'))
  device = unwrap(await new DeviceStore(seat.paths.seat, key).load())!
  await client.desk.call.session.lock({})
  await client.desk.call.session.unlock({ secret: canary.pin })
  unwrap(await client.desk.call.session.unlock({ secret: '246810' }))
})

afterAll(async () => {
  client.close()
  await hall.end()
})

interface Needle {
  readonly what: string
  readonly bytes: Buffer
}

/** Each secret in every form in which it could lie about: as text, in UTF-16, as bytes, in base64. */
function needles(withHallKey: boolean): Needle[] {
  const words = Object.entries(canary).flatMap(([what, word]) => [
    { what, bytes: Buffer.from(word, 'utf8') },
    { what: `${what} in UTF-16`, bytes: Buffer.from(word, 'utf16le') },
  ])
  const { token, hallKey } = device
  const key = Buffer.from(hallKey?.key ?? '', 'base64url')
  const secrets = withHallKey
    ? [hallKey?.key ?? '', key.toString('base64'), key.toString('hex')].map((text) => ({
        what: 'hall key',
        bytes: Buffer.from(text),
      }))
    : []
  return [
    ...words,
    { what: 'token', bytes: Buffer.from(token) },
    ...secrets,
    ...(withHallKey ? [{ what: 'hall key', bytes: key }] : []),
  ]
}

function foundIn(folder: string, wanted: readonly Needle[]): { files: number; found: string[] } {
  const files = globSync('**/*', { cwd: folder })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
  const found = files.flatMap((file) => {
    const bytes = readFileSync(file)
    return wanted.filter((one) => bytes.includes(one.bytes)).map(({ what }) => `${what} in ${file.slice(folder.length + 1)}`)
  })
  return { files: files.length, found }
}

describe('what was confided to the product', () => {
  it('lies readable in no file of the seat: ledger, cache, their logs, entry files, the program’s own words', () => {
    const { files, found } = foundIn(seat.paths.base, needles(true))

    expect(found).toEqual([])
    expect(files).toBeGreaterThan(8)
    // What is meant to be readable is found the same way.
    expect(foundIn(seat.paths.base, [{ what: 'address', bytes: Buffer.from('人民路8号') }]).found.length).toBeGreaterThan(0)
    expect(globSync('**/ledger.db-wal', { cwd: seat.paths.base })).toHaveLength(1)
    expect(needles(true).filter(({ bytes }) => seat.said.join('\n').includes(bytes.toString('utf8')))).toEqual([])
  })

  it('lies readable in no file of the platform: tables, write-ahead log, its log (but its own hall key)', () => {
    const { files, found } = foundIn(platform.dataDir, needles(false))

    expect(found).toEqual([])
    expect(files).toBeGreaterThan(100)
  })

  it('goes to no other machine by the feed', async () => {
    const headers = { authorization: `Bearer ${device.token}` }
    const { epoch } = (await (await fetch(`${platform.url}/v1/health`)).json()) as { epoch: string }
    let text = ''
    for (let seq = 0, more = true; more;) {
      const body = await (
        await fetch(`${platform.url}/v1/changes?epoch=${epoch}&seq=${String(seq)}&limit=5000`, { headers })
      ).text()
      const page = JSON.parse(body) as { next: number; more: boolean }
      text += body
      ;[seq, more] = [page.next, page.more]
    }

    expect(text).toContain('159****8801')
    expect(Object.values(canary).filter((word) => text.includes(word))).toEqual([])
  })

  it('comes to no wall, whatever it watches', async () => {
    const wall = await (await DoorClient.open(seat.origin, await freshPass(seat, 'wall'))).hello()
    let id = 0
    for (const [area, own] of Object.entries<AreaContract>(contracts))
      for (const [op, { kind, access }] of Object.entries(own))
        if (kind === 'topic' && access.callers.includes('wall')) {
          id += 1
          await wall.watch(id, `${area}.${op}`, {})
        }
    const heard = JSON.stringify(wall.heard)
    wall.close()

    expect(id).toBeGreaterThan(5)
    expect(Object.values(canary).filter((word) => heard.includes(word))).toEqual([])
    expect(heard).not.toContain('s1.')
  })

  it('comes to a department masked, and without what stands behind the masks', async () => {
    const department = await OnlinePerson.signIn(platform.url, '3002', 'department')
    const told = JSON.stringify(await department.case(caseId))

    expect(told).toContain('159****8801')
    expect(told).toContain('1101**********002X')
    expect(Object.values(canary).filter((word) => told.includes(word))).toEqual([])
    expect(told).not.toContain('"hidden"')
  })

  it('is there for whoever sits at the seat and gives a reason, which is on record first', async () => {
    const { cases, audit } = client.desk.call
    const shown = unwrap(await cases.revealNumbers({ caseId: CaseId.parse(caseId), reason: `回访 ${canary.typedPhone}` }))
    const found = unwrap(await cases.search({ text: canary.typedPhone, limit: 10 }))
    const trail = unwrap(await audit.entries({ before: null, limit: 5, text: '', what: 'case.', from: null, to: null }))

    expect(new Set(shown.numbers.map(({ plain }) => plain))).toEqual(
      new Set([canary.typedPhone, canary.landline, canary.identity]),
    )
    expect(found.hits.some((hit) => hit.kind === 'case' && hit.brief.id === caseId)).toBe(true)
    expect(trail.rows[0]).toMatchObject({ what: 'case.reveal-numbers', result: 'ok', detail: '回访 159****8801' })
  })
})
