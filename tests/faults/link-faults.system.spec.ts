import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'
import type { Change } from '#shared/platform-api/changes.ts'
import { anAuthority } from './certificates.ts'
import type { Authority } from './certificates.ts'
import type { Said } from './beating-platform.ts'
import { badLines } from './fault-proxy.ts'
import { LinkScene } from './link-scene.ts'
import type { SceneSettings } from './link-scene.ts'

const loginPage: Said = {
  status: 200,
  body: '<!doctype html><title>上网认证</title>',
  headers: { 'content-type': 'text/html; charset=utf-8' },
}
const redirect: Said = { status: 302, body: '', headers: { location: 'http://10.0.0.1/login' } }
const revoked: Said = {
  status: 401,
  body: '{"code":"unauthorised","detail":null}',
  headers: { 'content-type': 'application/json' },
}
const RETRY_AFTER_MS = 3_000
const busy = (status: number): Said => ({
  status,
  body: '{"code":"platform-busy","detail":null}',
  headers: { 'content-type': 'application/json', 'retry-after': String(RETRY_AFTER_MS / 1_000) },
})
/** More than two requests a second from one seat are a storm. */
const MOST_PER_SECOND = 2

async function scene({ onTestFinished }: TestContext, settings: SceneSettings = {}): Promise<LinkScene> {
  const opened = await LinkScene.open(settings)
  onTestFinished(() => opened.end())
  return opened
}

async function wellScene(context: TestContext, settings: SceneSettings = {}): Promise<LinkScene> {
  const opened = await scene(context, settings)
  await opened.isWell()
  return opened
}

/** So many rows of about so many bytes. */
const rowsOf = (count: number, bytes: number): Change[] =>
  Array.from({ length: count }, (_, n) => {
    const row = { id: `D${n}`, name: '单位', phone: null, duties: [], external: false, note: 'x'.repeat(bytes) }
    return { seq: n + 1, kind: 'department', id: `D${n}`, ver: 1, op: 'put', row }
  })

const timesSent = ({ platform }: LinkScene, id: string): number => platform.commands.filter((one) => one === id).length

describe.concurrent('a line that fails says how, and comes back by itself', () => {
  it('swallowed in both directions: 离线, nothing comes back', async (context) => {
    const hall = await wellScene(context)

    hall.line.set(badLines.silent)
    const id = await hall.act()
    await hall.says('offline', 'link-silent')
    hall.line.heal()
    await hall.isWell()

    expect(timesSent(hall, id)).toBeGreaterThan(0)
  })

  it('only what the platform says is lost: 离线 as well', async (context) => {
    const hall = await wellScene(context)

    hall.line.set(badLines['one-way down lost'])

    await hall.says('offline', 'link-silent')
    hall.line.heal()
    await hall.isWell()
  })

  it('only what the seat says is lost: the feed goes on, 抖动 as soon as an act is not answered', async (context) => {
    const hall = await wellScene(context)

    hall.line.set(badLines['one-way up lost'])
    await hall.act()

    await hall.says('jitter', 'link-silent')
    hall.line.heal()
    await hall.isWell()
  })

  it('the cable is cut: 离线', async (context) => {
    const hall = await wellScene(context)

    hall.line.set(badLines.cut)

    await hall.says('offline', 'offline')
    hall.line.heal()
    await hall.isWell()
  })

  it('no program at the platform’s address', async (context) => {
    const hall = await wellScene(context)

    await hall.line.stop()

    await hall.says('offline', 'link-refused')
  })

  it('the platform’s name cannot be looked up', async (context) => {
    // No name can have such a part: the system says so without asking any server.
    const hall = await scene(context, { host: `${'platform'.repeat(8)}.invalid` })

    await hall.says('offline', 'link-name-unknown')
  })

  it.for([
    ['a sign-in page with status 200', loginPage],
    ['a redirect to a sign-in page', redirect],
  ] as const)('%s in the platform’s place: never taken for the platform', async ([, said], context) => {
    const hall = await wellScene(context)

    hall.platform.instead.set('/', said)
    hall.platform.endStreams()
    const id = await hall.act()
    const status = await hall.says('offline', 'link-login-page')
    hall.platform.instead.clear()
    await hall.isWell()

    expect(status.waiting).toBe(1)
    expect(timesSent(hall, id)).toBe(1)
  })

  it('connections that are reset, replies that break off: no act is lost, none is done twice', async (context) => {
    const hall = await wellScene(context)

    for (const line of [badLines.reset, badLines['breaks off'], badLines['slow to close']]) {
      hall.line.set(line)
      hall.platform.endStreams()
      await hall.act()
      await sleep(2_000)
    }
    hall.line.heal()
    await hall.isWell()

    expect(new Set(hall.platform.commands).size).toBe(3)
  })

  it('64 kbit/s with 20 % of the segments sent again: acts get through, the word is never 离线', async (context) => {
    const hall = await wellScene(context)
    const words = new Set<string>()

    hall.line.set(badLines.slow)
    for (let n = 0; n < 5; n += 1) await hall.act()
    await hall.until(({ rung, waiting }) => {
      words.add(rung)
      return waiting === 0
    })

    expect(words).not.toContain('offline')
  })

  it('64 kbit/s while many rows are to come: page by page, and the line is not cut for it', async (context) => {
    const hall = await wellScene(context)

    hall.line.set(badLines.slow)
    hall.platform.changes.push(...rowsOf(60, 1_000))
    const { behind } = await hall.until((status) => status.behind > 0)
    const status = await hall.until((later) => later.behind === 0 && later.rung !== 'offline')

    expect(behind).toBeGreaterThan(0)
    expect(status.reason).not.toBe('link-silent')
  })

  it('five seconds from question to answer: read and answered, though 离线 is said after four and a half', async (context) => {
    const hall = await wellScene(context)

    hall.line.set(badLines.far)
    hall.platform.endStreams()
    await hall.says('offline', 'link-silent')
    const id = await hall.act()
    // This line keeps each segment so long, beats too: they come late, but they come.
    const { rung } = await hall.until((status) => status.rung !== 'offline' && status.waiting === 0)

    expect(rung).not.toBe('offline')
    expect(timesSent(hall, id)).toBe(1)
  })

  it('flapping every two seconds: few requests, no act lost', async (context) => {
    const hall = await wellScene(context)
    const [asked, opened, from] = [hall.platform.asked.length, hall.line.opened, performance.now()]

    for (let n = 0; n < 5; n += 1) {
      hall.line.set(badLines.cut)
      await hall.act()
      await sleep(2_000)
      hall.line.heal()
      await sleep(2_000)
    }
    const seconds = (performance.now() - from) / 1_000
    await hall.isWell()

    expect((hall.platform.asked.length - asked) / seconds).toBeLessThan(MOST_PER_SECOND * 2)
    expect((hall.line.opened - opened) / seconds).toBeLessThan(MOST_PER_SECOND * 2)
    expect(new Set(hall.platform.commands).size).toBe(5)
  })
})

describe.concurrent('a platform that will not', () => {
  it('takes the seat’s credential back in the middle of a drain: 抖动 with the reason, and all is sent when it is given again', async (context) => {
    const hall = await wellScene(context)

    hall.platform.instead.set('/v1/commands', revoked)
    const ids = [await hall.act(), await hall.act()]
    const status = await hall.says('jitter', 'unauthorised')
    const asked = hall.platform.asked.length
    await sleep(4_000)
    const askedWhileRefused = hall.platform.asked.length - asked
    hall.platform.instead.clear()
    await hall.isWell()

    expect(status.waiting).toBe(2)
    expect(askedWhileRefused).toBeLessThan(4 * MOST_PER_SECOND)
    expect(ids.map((id) => timesSent(hall, id))).toEqual([1, 1])
  })

  it('that has no room takes nothing: 抖动 with 平台繁忙 however it beats; the acts wait and go once when it has room', async (context) => {
    const hall = await wellScene(context)

    hall.platform.hasRoom = false
    const ids = [await hall.act(), await hall.act()]
    const { waiting } = await hall.says('jitter', 'platform-busy')
    hall.platform.hasRoom = true
    await hall.isWell()

    expect(waiting).toBe(2)
    expect(ids.map((id) => timesSent(hall, id))).toEqual([1, 1])
  })

  it.for([429, 503])('says %s and when to come back: nobody asks before that', async (status, context) => {
    const hall = await wellScene(context)

    hall.platform.instead.set('/', busy(status))
    hall.platform.endStreams()
    await hall.act()
    await hall.says('offline', 'platform-busy')
    const from = performance.now()
    await sleep(4 * RETRY_AFTER_MS)
    const feed = ['/v1/health', '/v1/changes/stream']
    const streams = hall.platform.asked.filter(({ path, at }) => feed.includes(path) && at > from).map(({ at }) => at)
    hall.platform.instead.clear()
    await hall.isWell()

    const pauses = streams.slice(1).map((at, k) => at - (streams[k] ?? 0))
    expect(pauses.length).toBeGreaterThan(0)
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(RETRY_AFTER_MS - 50)
  })
})

describe.concurrent('a platform that speaks TLS', () => {
  let city: Authority
  let stranger: Authority
  beforeAll(async () => {
    ;[city, stranger] = await Promise.all([anAuthority('city'), anAuthority('somebody else')])
  })
  const dayAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3_600_000)

  it('is believed with a certificate of the city’s own authority', async (context) => {
    const hall = await wellScene(context, { tls: await city.issue(), ca: city.pem })

    const id = await hall.act()
    await hall.isWell()

    expect(timesSent(hall, id)).toBe(1)
  })

  it.for([
    ['has expired', 'link-certificate-expired', () => city.issue({ from: dayAgo(20), until: dayAgo(1) })],
    ['is not valid yet', 'link-certificate-early', () => city.issue({ from: dayAgo(-1) })],
    ['is for another name', 'link-certificate-other-name', () => city.issue({ host: 'other.example' })],
    ['comes from an authority that is not ours', 'link-certificate-untrusted', () => stranger.issue()],
  ] as const)('is not believed when its certificate %s, and nothing is sent to it', async ([, reason, issue], context) => {
    const hall = await scene(context, { tls: await issue(), ca: city.pem })

    await hall.act()
    await hall.says('offline', reason)

    expect(hall.platform.asked).toEqual([])
  })

  it('is not believed without the city’s authority, although a public one might sign the same name', async (context) => {
    const hall = await scene(context, { tls: await city.issue() })

    await hall.says('offline', 'link-certificate-untrusted')

    expect(hall.platform.asked).toEqual([])
  })
})
