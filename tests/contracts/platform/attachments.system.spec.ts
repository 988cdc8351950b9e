import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm, symlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import { ErrorReply } from '#shared/platform-api/system.ts'
import { until } from '#tests/builders/patience.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let seat: Seat

beforeAll(async () => {
  hall = await startPlatform()
  seat = await hall.enrol('1')
})
afterAll(() => hall.stop())

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

const offsetAt = (offset: string) => ({ 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' })

interface Announced {
  readonly size: number
  readonly hash: string
  readonly name?: string
}

type Bytes = Uint8Array<ArrayBuffer>

async function tus(method: string, path: string, headers: Record<string, string>, body?: Bytes, token = seat.token) {
  const response = await fetch(`${hall.url}${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const create = ({ size, hash, name = '井盖.jpg' }: Announced, token = seat.token) =>
  tus(
    'POST',
    '/v1/attachments',
    {
      'upload-length': String(size),
      'upload-metadata': `sha256 ${encode(hash)},filename ${encode(name)},filetype ${encode('image/jpeg')}`,
    },
    undefined,
    token,
  )

const patch = (location: string, offset: number, bytes: Bytes, checksum: Record<string, string> = {}) => {
  const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...checksum }
  return tus('PATCH', location, headers, bytes)
}

const checksumOf = (bytes: Uint8Array, algorithm = 'sha256') => ({
  'upload-checksum': `${algorithm} ${createHash(algorithm).update(bytes).digest('base64')}`,
})

const offsetOf = async (location: string): Promise<string | null> =>
  (await tus('HEAD', location, {})).headers.get('upload-offset')
const byHash = (hash: string, headers: Record<string, string> = {}) =>
  fetch(`${hall.url}/v1/attachments/by-hash/${hash}`, { headers: { authorization: `Bearer ${seat.token!}`, ...headers } })

describe('a refusal of an upload', () => {
  it.each([
    ['without a version of the protocol', 'POST', '', { 'tus-resumable': '' }, 412],
    ['in another version of the protocol', 'POST', '', { 'tus-resumable': '0.2.2' }, 412],
    ['of no length', 'POST', '', { 'upload-length': '-1' }, 400],
    ['that is not known', 'HEAD', '/0123456789abcdef0123456789abcdef', {}, 404],
    ['that goes on nowhere', 'PATCH', '/0123456789abcdef0123456789abcdef', offsetAt('0'), 404],
    ['that goes on from nowhere', 'PATCH', '/0123456789abcdef0123456789abcdef', offsetAt('x'), 400],
  ] as const)('%s has a code like every other', async (_what, method, path, headers, status) => {
    const reply = await tus(method, `/v1/attachments${path}`, headers)

    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'application/json; charset=utf-8'])
    if (method !== 'HEAD') expect(Object.keys(errorCatalogue)).toContain(ErrorReply.parse(JSON.parse(reply.text)).code)
    if (status === 412) expect(reply.headers.get('tus-version')).toBe('1.0.0')
  })
})

describe('an attachment', () => {
  it('arrives in pieces, goes on where it stopped, and is there under its hash', async () => {
    const bytes = new Uint8Array(randomBytes(5 * 1024 * 1024))
    const { status, headers } = await create({ size: bytes.length, hash: sha256(bytes) })
    const location = headers.get('location')!

    await patch(location, 0, bytes.slice(0, 2_000_000))
    expect((await byHash(sha256(bytes))).status).toBe(404)
    expect(await offsetOf(location)).toBe('2000000')
    const last = await patch(location, 2_000_000, bytes.slice(2_000_000))

    expect([status, last.status]).toEqual([201, 204])
    expect(location).toMatch(/^\/v1\/attachments\/[0-9a-f]{32}$/)
    const read = await byHash(sha256(bytes))
    expect(sha256(new Uint8Array(await read.arrayBuffer()))).toBe(sha256(bytes))
    expect(read.headers.get('access-control-allow-origin')).toBeNull()
    expect(await offsetOf(location)).toBe(String(bytes.length))
  })

  it('is served in ranges', async () => {
    const bytes = new TextEncoder().encode('0123456789')
    const { headers } = await create({ size: 10, hash: sha256(bytes) })
    await patch(headers.get('location')!, 0, bytes)
    const range = async (text: string) => {
      const reply = await byHash(sha256(bytes), { range: text })
      return [reply.status, await reply.text(), reply.headers.get('content-range')]
    }

    expect(await range('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await range('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await range('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10'])
    expect((await range('bytes=10-'))[0]).toBe(416)
    expect(await range('bytes=0-1,3-4')).toEqual([200, '0123456789', null])
  })

  it('may be empty, and the same content may come twice', async () => {
    const empty = new Uint8Array()
    expect((await create({ size: 0, hash: sha256(empty) })).status).toBe(201)
    expect((await byHash(sha256(empty))).status).toBe(200)

    const bytes = new TextEncoder().encode('twice')
    for (let i = 0; i < 2; i += 1) {
      const { headers } = await create({ size: bytes.length, hash: sha256(bytes) })
      expect((await patch(headers.get('location')!, 0, bytes)).status).toBe(204)
    }
    expect(await (await byHash(sha256(bytes))).text()).toBe('twice')
    const places = await readdir(join(hall.dataDir, 'attachments', 'by-hash', sha256(bytes).slice(0, 2)))
    expect(places).toEqual([sha256(bytes)])
  })

  it('is not taken when it is not what was announced', async () => {
    const bytes = new TextEncoder().encode('tampered')
    const { headers } = await create({ size: bytes.length, hash: sha256(new TextEncoder().encode('original')) })

    const done = await patch(headers.get('location')!, 0, bytes)

    expect([done.status, JSON.parse(done.text)]).toEqual([460, { code: 'hash-mismatch', detail: 'sha256' }])
    expect((await byHash(sha256(bytes))).status).toBe(404)
  })

  it('refuses a piece at the wrong place with 409, and then goes on', async () => {
    const bytes = new TextEncoder().encode('abcdef')
    const { headers } = await create({ size: 6, hash: sha256(bytes) })
    const location = headers.get('location')!

    expect((await patch(location, 3, bytes.slice(3))).status).toBe(409)
    expect((await patch(location, 0, bytes)).status).toBe(204)
  })

  it('says what it can do, also that it checks every piece', async () => {
    const said = await tus('OPTIONS', '/v1/attachments', {})

    expect(said.status).toBe(204)
    expect(said.headers.get('tus-version')).toBe('1.0.0')
    expect(said.headers.get('tus-extension')?.split(',')).toEqual(expect.arrayContaining(['creation', 'checksum']))
    expect(said.headers.get('tus-checksum-algorithm')).toBe('sha256,sha1')
    expect(said.headers.get('tus-max-size')).toBe(String(4 * 1024 ** 3))
    expect(said.headers.get('access-control-allow-origin')).toBeNull()
    expect((await tus('OPTIONS', '/v1/attachments', {}, undefined, null)).status).toBe(401)
  })

  it.each(['sha256', 'sha1'])('takes no piece that is not what its %s says, and goes on from before it', async (algorithm) => {
    const bytes = new Uint8Array(randomBytes(400_000))
    const [first, second] = [bytes.slice(0, 150_000), bytes.slice(150_000)]
    const { headers } = await create({ size: bytes.length, hash: sha256(bytes) })
    const location = headers.get('location')!
    const damaged = Uint8Array.from(second, (byte, i) => (i === 77_777 ? byte ^ 1 : byte))

    expect((await patch(location, 0, first, checksumOf(first, algorithm))).status).toBe(204)
    const refused = await patch(location, 150_000, damaged, checksumOf(second, algorithm))

    expect([refused.status, JSON.parse(refused.text)]).toEqual([460, { code: 'piece-damaged', detail: 'Upload-Checksum' }])
    expect(await offsetOf(location)).toBe('150000')
    expect((await patch(location, 150_000, second, checksumOf(second, algorithm))).status).toBe(204)
    expect((await byHash(sha256(bytes))).status).toBe(200)
  })

  it.each([
    ['an unknown kind of checksum', 'crc32 AAAAAA=='],
    ['one without its value', 'sha256'],
    ['one of the wrong length', 'sha256 AAAA'],
    ['words', '校验'],
  ])('refuses %s with 400 and takes nothing', async (_what, checksum) => {
    const { headers } = await create({ size: 3, hash: 'a'.repeat(64) })
    const location = headers.get('location')!

    const refused = await patch(location, 0, new TextEncoder().encode('abc'), { 'upload-checksum': encodeURI(checksum) })

    expect(refused.status).toBe(400)
    expect(await offsetOf(location)).toBe('0')
  })

  it.each([
    ['no hash', { size: 1, hash: '' }, 400],
    ['a hash that is none', { size: 1, hash: '../../etc/passwd' }, 400],
    ['a name with NUL', { size: 1, hash: 'a'.repeat(64), name: 'a\0b' }, 400],
    ['a name without end', { size: 1, hash: 'a'.repeat(64), name: 'x'.repeat(300) }, 400],
    ['more than four gigabytes', { size: 4 * 1024 ** 3 + 1, hash: 'a'.repeat(64) }, 413],
  ])('with %s is refused', async (_what, announced, status) => {
    const reply = await create(announced)

    expect(reply.status).toBe(status)
    expect(JSON.parse(reply.text)).toHaveProperty('code')
  })

  it('that has come whole while the store was lost is not called complete until it can be read', async () => {
    const bytes = new Uint8Array(randomBytes(1_000))
    const { headers } = await create({ size: bytes.length, hash: sha256(bytes) })
    const location = headers.get('location')!
    const { db } = hall.platform.store
    const store = new Client(hall.postgres.connection)
    await store.connect()

    await store.query('BEGIN; LOCK TABLE upload')
    const last = patch(location, 0, bytes)
    // Ends whoever waits for the table, as a failover does.
    const ending = sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wanmi-platform' AND wait_event_type = 'Lock'`
    await until('the row was refused', async () => (await ending.execute(db)).rows.length > 0)
    const putOff = await last
    await store.query('ALTER TABLE upload RENAME TO upload_away; COMMIT')
    const stillAway = await tus('HEAD', location, {})
    await store.query('ALTER TABLE upload_away RENAME TO upload')
    await store.end()
    const back = await tus('HEAD', location, {})

    expect([putOff.status, JSON.parse(putOff.text)]).toEqual([503, { code: 'platform-busy', detail: 'store' }])
    expect(putOff.headers.get('retry-after')).toBe('1')
    expect(hall.logged()).toContain('an upload was put off')
    expect([stillAway.status, stillAway.headers.get('upload-offset')]).toEqual([500, null])
    expect([back.status, back.headers.get('upload-offset')]).toEqual([200, '1000'])
    expect(sha256(new Uint8Array(await (await byHash(sha256(bytes))).arrayBuffer()))).toBe(sha256(bytes))
  })

  it('that has come whole and is something else leads nowhere any more', async () => {
    const bytes = new TextEncoder().encode('something else')
    const { headers } = await create({ size: bytes.length, hash: 'e'.repeat(64) })
    await patch(headers.get('location')!, 0, bytes)

    expect((await tus('HEAD', headers.get('location')!, {})).status).toBe(404)
  })

  it('for which the disk has no room is refused as that', async () => {
    const bytes = new Uint8Array(randomBytes(100_000))
    const { headers } = await create({ size: bytes.length, hash: sha256(bytes) })
    const location = headers.get('location')!
    const path = join(hall.dataDir, 'attachments', 'incoming', location.split('/').at(-1)!)
    await rm(path)
    await symlink('/dev/full', path)

    const refused = await patch(location, 0, bytes)

    expect([refused.status, JSON.parse(refused.text)]).toEqual([507, { code: 'disk-full', detail: null }])
    await rm(path)
  })

  it('that breaks off goes on where it stood, and nothing has failed', async () => {
    const bytes = new Uint8Array(randomBytes(300_000))
    const { headers } = await create({ size: bytes.length, hash: sha256(bytes) })
    const location = headers.get('location')!
    const { port } = new URL(hall.url)
    const head = [`PATCH ${location} HTTP/1.1`, `host: 127.0.0.1:${port}`, `authorization: Bearer ${seat.token!}`, 'tus-resumable: 1.0.0',
      'upload-offset: 0', 'content-type: application/offset+octet-stream', `content-length: ${String(bytes.length)}`]
    const line = connect(Number(port), '127.0.0.1')
    line.write(`${head.join('\r\n')}\r\n\r\n`)
    line.write(bytes.slice(0, 100_000))
    await until('a part has come', async () => Number(await offsetOf(location)) > 0)
    line.destroy()

    const offset = Number(await offsetOf(location))
    expect((await patch(location, offset, bytes.slice(offset))).status).toBe(204)
    expect((await byHash(sha256(bytes))).status).toBe(200)
    expect(hall.logged()).not.toContain('premature')
  })

  it('keeps a hostile file name as a name only', async () => {
    const bytes = new TextEncoder().encode('<script>')
    const { headers } = await create({ size: bytes.length, hash: sha256(bytes), name: '../../../tmp/x.html' })
    await patch(headers.get('location')!, 0, bytes)

    const read = await byHash(sha256(bytes))

    expect(read.headers.get('content-type')).toBe('application/octet-stream')
    expect(read.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is written down without the number in its name, whoever sends it', async () => {
    const bytes = new TextEncoder().encode('jpeg')
    const { headers } = await create({ size: bytes.length, hash: sha256(bytes), name: '王女士13812345678.jpg' })

    await patch(headers.get('location')!, 0, bytes)

    const { db } = hall.platform.store
    const { name } = await db.selectFrom('upload').select('name').where('hash', '=', sha256(bytes)).executeTakeFirstOrThrow()

    expect(name).toBe('王女士138＊＊＊＊5678.jpg')
  })

  it('needs a credential, also to go on, and cannot be reached by another path', async () => {
    const { headers } = await create({ size: 1, hash: 'a'.repeat(64) })
    const location = headers.get('location')!

    expect((await create({ size: 1, hash: 'a'.repeat(64) }, null)).status).toBe(401)
    expect((await tus('HEAD', location, {}, undefined, null)).status).toBe(401)
    expect((await fetch(`${hall.url}/v1/attachments/by-hash/${'a'.repeat(64)}`)).status).toBe(401)
    expect((await tus('HEAD', '/v1/attachments/..%2F..%2Fadmin-token', {})).status).toBe(404)
    expect((await tus('HEAD', `/v1/attachments/${'0'.repeat(32)}`, {})).status).toBe(404)
    expect((await byHash('../admin-token')).status).toBe(404)
  })
})
