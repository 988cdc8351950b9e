// What a department without a system of its own needs of the platform: the page, its lists, its pictures, its sign-in.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActArgs } from '#shared/domain/case/acts.ts'
import { FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { openHidden, Sealer } from '#main/features/personal/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { MAX_PICTURE_BYTES } from '#shared/platform-api/system.ts'
import type { DepartmentCasesReply } from '#shared/platform-api/system.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { HttpClient } from './http-client.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

const DEPARTMENT = 'D02' as ActArgs['dispatch']['department']
let hall: PlatformUnderTest
let bare: PlatformUnderTest
let seat: Seat
let pagesDir: string
let worker: HttpClient
let other: HttpClient

beforeAll(async () => {
  pagesDir = await mkdtemp(join(tmpdir(), 'hall-pages-'))
  await mkdir(join(pagesDir, 'assets'))
  const files = {
    'department.html': '<p>部门页面</p>',
    'seat.html': 'seat',
    'assets/department-B1x_9.js': 'js',
    'assets/notes.txt': 'no',
    '.env': 'no',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(pagesDir, name), text)
  hall = await startPlatform('small', pagesDir)
  bare = await startPlatform('none')
  seat = await hall.enrol('1')
  worker = await hall.signInOnline('3002', ['department'])
  other = await hall.signInOnline('3003', ['department'])
})
afterAll(async () => {
  await hall.stop()
  await bare.stop()
  await rm(pagesDir, { recursive: true, force: true })
})

/** As a browser sends it: with the page's origin, and the path as it is. */
function browse(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const { hostname, port } = new URL(hall.url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let body = ''
      response
        .on('data', (piece: Buffer) => (body += piece.toString()))
        .on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        })
    })
      .on('error', reject)
      .end()
  })
}

describe('the department page', () => {
  it('is served with its policy; its address without the slash leads to it', async () => {
    const page = await browse('/department/')

    expect([page.status, page.body]).toEqual([200, '<p>部门页面</p>'])
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['cache-control']).toBe('no-store')
    expect((await browse('/department')).headers['location']).toBe('/department/')
  })

  it('brings its files, which never change under their names', async () => {
    const file = await browse('/department/assets/department-B1x_9.js')

    expect([file.status, file.body]).toEqual([200, 'js'])
    expect(file.headers['content-type']).toContain('javascript')
    expect(file.headers['cache-control']).toContain('immutable')
    expect((await browse('/department/assets/department-B1x_9.js', {}, 'HEAD')).body).toBe('')
  })

  it.each([
    '/department/seat.html',
    '/department/../seat.html',
    '/department/assets/../seat.html',
    '/department/assets/..%2fseat.html',
    '/department/assets/%2e%2e/seat.html',
    '/department/assets/..%5cseat.html',
    '/department/assets/%2fetc%2fpasswd',
    '/department/assets/notes.txt',
    '/department/assets/.env',
    '/department/.env',
    '/department/assets/absent-1.js',
    '/department/assets/',
    '/department/assets/a%00.js',
  ])('gives nothing else: %s', async (path) => {
    const { status, body } = await browse(path)

    expect([400, 404]).toContain(status)
    expect(body).not.toMatch(/^(?:seat|no)$/)
  })

  it('says so where it was not installed', async () => {
    const reply = await fetch(`${bare.url}/department/`)

    expect(reply.status).toBe(503)
    expect(await reply.text()).toContain('没有随平台安装')
  })

  it('may speak to the platform it came from, and no page from elsewhere may', async () => {
    const { host } = new URL(hall.url)
    const authorization = `Bearer ${worker.token!}`

    expect((await browse('/v1/tasks', { origin: `http://${host}`, authorization })).status).toBe(200)
    for (const origin of [
      `http://${host}.evil.example`,
      `http://evil.example/${host}`,
      'http://127.0.0.1:1',
      `ftp://${host}`,
      'null',
    ])
      expect((await browse('/v1/tasks', { origin, authorization })).status).toBe(403)
  })
})

/** A case of this department, and its state version. */
async function dispatched(description = '小区门口堆放建筑垃圾', department = DEPARTMENT): Promise<{ id: string; ver: number }> {
  const id = seat.newCase()
  await seat.settle(
    await seat.report(id, { args: { description } }),
    seat.say(id, 'accept', { base: { ver: 1 } }),
    seat.say(id, 'file', { base: { ver: 2 }, person: '1003', post: 'shift-leader', args: { conditionId: 'E0110-1' } }),
    seat.say(id, 'dispatch', { base: { ver: 3 }, args: { department } }),
  )
  return { id, ver: 4 }
}

const act = (caseId: string, ver: number | null, action: string, args: object, person = '3002') => ({
  ...{
    id: randomUUID(),
    caseId,
    base: ver === null ? null : { ver },
    body: { action, args },
    at: Date.now(),
    person,
    post: 'department',
  },
  ...{ timeDoubt: false, offline: false, seat: null, s: null },
})
const send = async (who: HttpClient, ...commands: object[]): Promise<Outcome[]> =>
  (await who.post<{ outcomes: Outcome[] }>('/v1/commands', { commands })).body.outcomes

describe("what became of a department's cases", () => {
  const list = async (who: HttpClient, query: string) =>
    (await who.get<DepartmentCasesReply>(`/v1/department-cases?${query}`)).body

  it('stands in pages, the latest movement first, and nowhere else', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) {
      const { id, ver } = await dispatched(`第 ${n} 堆垃圾 100%`)
      await send(worker, act(id, ver, 'answer', { words: '已清运' }))
      ids.unshift(id)
    }
    const pages: string[][] = []
    let after: string | null = ''
    while (after !== null) {
      const page: DepartmentCasesReply = await list(worker, `list=answered&limit=2&after=${after}`)
      pages.push(page.rows.map(({ id }) => id))
      after = page.next
    }

    expect(pages.flat()).toEqual(ids)
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
    expect((await list(other, 'list=answered')).rows).toEqual([])
    expect((await list(await hall.signInOnline('1001', ['acceptor']), 'list=answered')).rows).toEqual([])
    expect((await list(worker, 'list=closed')).rows).toEqual([])
  })

  it('is found by words, which are words and no pattern', async () => {
    const found = async (words: string) => (await list(worker, `list=answered&search=${encodeURIComponent(words)}`)).rows.length

    expect(await found('第 3 堆')).toBe(1)
    expect(await found('100%')).toBe(5)
    expect(await found('_00%')).toBe(0)
    expect(await found("' OR 1=1 --")).toBe(0)
    expect((await worker.get('/v1/department-cases?after=x')).status).toBe(400)
    expect((await worker.get('/v1/department-cases?list=handling')).status).toBe(400)
  })
})

describe('two people of one department', () => {
  it('who act at once: one is heard, the other is told by whom it was done', async () => {
    const { body } = await hall.admin.get<{ rows: PersonRow[] }>('/v1/people')
    const colleague = { ...body.rows.find(({ id }) => id === '3002')!, id: '3102', name: '乔红' }
    await hall.admin.post('/v1/bulk/person', { rows: [colleague] })
    await hall.admin.send('PUT', '/v1/people/3102/secret', JSON.stringify({ secret: '246810' }))
    const second = await hall.signInOnline('3102', ['department'])
    const { id, ver } = await dispatched()

    const [answered] = await send(second, act(id, ver, 'answer', { words: '已清运' }, '3102'))
    const refused = await send(worker, act(id, ver, 'return', { reason: '不归我们管' }))

    expect(answered).toMatchObject({ result: 'accepted' })
    expect(refused).toMatchObject([
      { result: 'rejected', code: 'stale-base', current: { byName: '乔红', row: { state: 'answered' } } },
    ])
  })

  it('an answer that was sent twice is one answer, and what hangs on a refused one is refused', async () => {
    const { id, ver } = await dispatched()
    const answer = act(id, ver, 'answer', { words: '已清运' })
    const attachment = { hash: 'b'.repeat(64), name: '处置后 1.jpg', mime: 'image/jpeg', size: 3, use: 'handle' }
    const picture = { ...act(id, null, 'attach', { attachment }), base: { after: answer.id } }

    const first = await send(worker, answer, picture)
    const again = await send(worker, answer, picture)
    const late = act(id, ver, 'answer', { words: '又清了一遍' })
    const both = await send(worker, late, { ...act(id, null, 'attach', { attachment }), base: { after: late.id } })

    expect(again).toEqual(first)
    expect(both.map((outcome) => (outcome.result === 'rejected' ? outcome.code : outcome.result))).toEqual([
      'stale-base',
      'depends-on-rejected',
    ])
    const { row, flow } = (await worker.get<{ row: CaseRow; flow: { action: string }[] }>(`/v1/cases/${id}`)).body
    expect(row.attachments).toEqual([attachment])
    expect(flow.filter(({ action }) => action === 'answer')).toHaveLength(1)
  })
})

describe('a telephone number that a department types', () => {
  interface Stored { readonly key_id: string; readonly key: Buffer; readonly kept: string }

  async function stored(id: string): Promise<Stored[]> {
    const client = new Client(hall.postgres.connection)
    await client.connect()
    try {
      const texts = 'SELECT row::text AS kept FROM entity WHERE id = $1 UNION ALL SELECT body::text FROM command WHERE id = $1'
      return (await client.query<Stored>(`SELECT k.id AS key_id, k.key, t.kept FROM hall_key k, (${texts}) t`, [id])).rows
    } finally {
      await client.end()
    }
  }

  it('is masked before anything is written down; a seat with the hall key reads it, people online do not', async () => {
    const { id, ver } = await dispatched()
    const answer = act(id, ver, 'answer', { words: '  已清运，联系人 13812345678' })

    expect(await send(worker, answer)).toMatchObject([{ result: 'accepted' }])

    const { flow } = (await worker.get<{ flow: FlowRecord[] }>(`/v1/cases/${id}`)).body
    expect([flow.at(-1)?.words, flow.at(-1)?.hidden]).toEqual(['已清运，联系人 138****5678', undefined])
    const kept = await stored(answer.id)
    expect(kept).toHaveLength(2)
    expect(kept.map((one) => one.kept).join()).not.toContain('13812345678')
    const { hidden = [] } = FlowRecord.parse(JSON.parse(kept[0]!.kept))
    const sealer = new Sealer({ id: kept[0]!.key_id, key: kept[0]!.key })
    expect(unwrap(openHidden(hidden[0]!, id as CaseRow['id'], sealer))).toEqual([{ at: 8, plain: '13812345678', masked: '138****5678' }])
    expect(hidden[0]?.phoneKeys).toEqual([sealer.phoneKey('13812345678')])
  })

  it('leaves a repeat the same command, and another text under its id another', async () => {
    const { id } = await dispatched()
    const note = act(id, null, 'note', { words: '打过 13812345678' })

    const [first] = await send(worker, note)

    expect(await send(worker, note)).toEqual([first])
    expect(await send(worker, { ...note, body: { action: 'note', args: { words: '打过 138****5678' } } })).toMatchObject([{ result: 'mismatch' }])
  })
})

describe('a picture of a department', () => {
  it('is of the handling and never of the check it is judged by', async () => {
    const { id, ver } = await dispatched()
    const attach = (use: string) => act(id, null, 'attach', { attachment: { hash: 'b'.repeat(64), name: '1.jpg', mime: 'image/jpeg', size: 3, use } })

    const outcomes = await send(worker, act(id, ver, 'answer', { words: '已清运' }), attach('check'), attach('report'), attach('handle'))

    expect(outcomes.map((outcome) => (outcome.result === 'rejected' ? [outcome.code, outcome.detail] : outcome.result))).toEqual([
      'accepted', ['guard-failed', 'of-handling'], ['guard-failed', 'of-handling'], 'accepted',
    ])
  })

  const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
  const announce = (size: number, type: string, hash = 'c'.repeat(64)) =>
    fetch(`${hall.url}/v1/attachments`, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'authorization': `Bearer ${worker.token!}`,
        'upload-length': String(size),
        'upload-metadata': `filename ${encode('后.jpg')},filetype ${encode(type)},sha256 ${encode(hash)}`,
      },
    })

  it('is refused when it is too large or no picture', async () => {
    const tooLarge = await announce(MAX_PICTURE_BYTES + 1, 'image/jpeg')
    const noPicture = await announce(10, 'text/html')

    expect([tooLarge.status, ((await tooLarge.json()) as { code: string }).code]).toEqual([413, 'too-large'])
    expect([noPicture.status, ((await noPicture.json()) as { code: string }).code]).toEqual([415, 'not-a-picture'])
    expect((await announce(Number.NaN, 'image/jpeg')).status).toBe(413)
  })

  it('can be read by those whose case it belongs to, by the desk, and by nobody else', async () => {
    const bytes = new Uint8Array(randomBytes(1000))
    const hash = createHash('sha256').update(bytes).digest('hex')
    const { headers } = await announce(bytes.length, 'image/png', hash)
    await fetch(`${hall.url}${headers.get('location')!}`, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'authorization': `Bearer ${worker.token!}`,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes,
    })
    const { id } = await dispatched()
    await send(
      worker,
      act(id, null, 'attach', { attachment: { hash, name: '后.png', mime: 'image/png', size: 1000, use: 'handle' } }),
    )
    const elsewhere = await dispatched('别处', 'D03' as typeof DEPARTMENT)
    const read = async (who: HttpClient, of: string) => (await who.get(`/v1/attachments/by-hash/${hash}${of}`)).status

    expect(await read(worker, `?case=${id}`)).toBe(200)
    expect(await read(await hall.signInOnline('1001', ['acceptor']), '')).toBe(200)
    expect(await read(seat, '')).toBe(200)
    expect(await read(worker, '')).toBe(404)
    expect(await read(other, `?case=${id}`)).toBe(404)
    expect(await read(other, `?case=${elsewhere.id}`)).toBe(404)
    expect(await read(worker, '?case=1')).toBe(400)
  })
})

describe('signing out of the page', () => {
  it('ends this sign-in and no other', async () => {
    const one = await hall.signInOnline('3004', ['department'])
    const two = await hall.signInOnline('3004', ['department'])

    expect((await one.send('DELETE', '/v1/sign-ins/mine')).status).toBe(200)

    expect((await one.get('/v1/tasks')).status).toBe(401)
    expect((await two.get('/v1/tasks')).status).toBe(200)
    expect((await seat.send('DELETE', '/v1/sign-ins/mine')).status).toBe(403)
  })
})
