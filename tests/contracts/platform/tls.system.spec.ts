// A platform with a certificate of its own: what is outside speaks HTTPS, what is inside is loopback, and nothing else listens.
import { writeFileSync } from 'node:fs'
import { get as getPlain } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administer } from '#platform/administer/administer.ts'
import { readAdministration } from '#platform/administer/options.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { until } from '#tests/builders/patience.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { TestHall, TestSeat } from '#tests/e2e/support/index.ts'
import { Operator } from '#tests/e2e/support/operator.ts'
import { bulkClient } from '#platform/import/client/bulk-client.ts'
import { tlsServer } from '#platform/tls.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import { aCertificate } from '#tests/builders/a-certificate.ts'
import type { CertificateFiles } from '#tests/builders/a-certificate.ts'
import { httpClient } from './http-client.ts'
import { enrolSeat } from './seat.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'

let certificate: CertificateFiles
let hall: PlatformUnderTest
/** The seat that is a program of its own. */
let story: TestHall | null = null

beforeAll(async () => {
  certificate = await aCertificate()
  const tls = { cert: Buffer.from(certificate.cert), key: Buffer.from(certificate.key) }
  const snapshotBuilder = fileURLToPath(new URL('../../../src-main/snapshot-builder/index.ts', import.meta.url))
  const snapshotRules = { leastRows: 10, firstAfterMs: 0, everyMs: 50, mostChanges: 10_000 }
  hall = await startPlatform('small', null, { tls, snapshotBuilder, snapshotRules })
})
afterAll(async () => {
  await story?.end()
  await hall.stop()
})

/** Status and text; what broke instead of an answer. */
function ask(url: string, ca?: string): Promise<string> {
  return new Promise((resolve) => {
    const hear = (response: IncomingMessage): void => {
      response.resume()
      resolve(String(response.statusCode))
    }
    const request = url.startsWith('https:') ? get(url, { ...(ca !== undefined && { ca }) }, hear) : getPlain(url, hear)
    request.on('error', (error) => {
      resolve('code' in error ? String(error.code) : error.message)
    })
  })
}

describe('a platform with a certificate', () => {
  it('is reached by a seat that trusts its authority', async () => {
    const client = new PlatformClient(hall.url, null, { ca: certificate.cert })

    const health = await client.health()

    expect(hall.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(health).toMatchObject({ ok: true, value: { product: 'wanmi-platform', ok: true } })
  })

  it('is nobody’s to whom its certificate means nothing', async () => {
    expect(await ask(`${hall.url}/v1/health`)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(await ask(`${hall.url}/v1/health`, certificate.cert)).toBe('200')
  })

  it('takes what is brought in from elsewhere by whoever knows its authority, and from this machine without', async () => {
    const place = { id: 'p1', name: '舒城站', otherNames: [], kind: 'station', address: '', lng: 116.95, lat: 31.46 }
    const importer = (url: string, ca: Buffer | null) => bulkClient({ url, ca, token: hall.adminToken, retryDelaysMs: [] })
    const ca = Buffer.from(certificate.cert)

    expect(await importer(hall.url, ca).send('place', [place])).toMatchObject({ ok: true, value: { imported: 1 } })
    expect(await importer(hall.localUrl, null).send('place', [place])).toMatchObject({ ok: true, value: { unchanged: 1 } })
    expect(await importer(hall.url, null).health()).toMatchObject({ error: { code: 'link-certificate-untrusted' } })
    const otherName = hall.url.replace('127.0.0.1', 'localhost')
    expect(await importer(otherName, ca).health()).toMatchObject({ error: { code: 'link-certificate-other-name' } })
    expect(hall.localUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('that has run out is told as such, to seats and importers alike', async () => {
    const old = await aCertificate(new Date(Date.UTC(2021, 0, 1)))
    const server = tlsServer({ cert: Buffer.from(old.cert), key: Buffer.from(old.key) }, (_, response) => response.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `https://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`

    const heard = [
      await new PlatformClient(url, null, { ca: old.cert }).health(),
      await bulkClient({ url, ca: Buffer.from(old.cert), token: 'x', retryDelaysMs: [] }).health(),
    ]

    server.close()
    for (const one of heard) expect(one).toMatchObject({ ok: false, error: { code: 'link-certificate-expired' } })
  })

  it('does what its administrator says from elsewhere, believed by its authority alone', async () => {
    const say = async (...more: string[]) => {
      const address = ['--platform-url', hall.url, '--token-file', join(hall.dataDir, 'admin-token')]
      return administer(unwrap(readAdministration(['--enrol-code', '3', ...address, ...more])!))
    }
    const authority = join(aDataFolder(), 'authority.pem')
    writeFileSync(authority, certificate.cert)

    expect(await say()).toMatchObject({ ok: false, error: { code: 'no-platform' } })
    expect(await say('--platform-ca', authority)).toMatchObject({ ok: true, value: { line: { type: 'enrolment-code', seat: '3' } } })
    expect(await say('--platform-ca', join(hall.dataDir, 'admin-token'))).toMatchObject({ ok: false, error: { code: 'bad-file' } })
  })

  it('serves a whole seat: enrolment, snapshot, feed, acts and files, believed by its authority alone', async () => {
    const inside = (token: string | null) => httpClient(hall.localUrl, token)
    const other = await enrolSeat(inside, inside(hall.adminToken), '4')
    await until('a snapshot', async () => (await other.get(`/v1/snapshot?schema=${CACHE_SCHEMA}`)).status === 200)
    const authority = join(aDataFolder(), 'authority.pem')
    writeFileSync(authority, certificate.cert)
    story = await TestHall.open()
    const [dataDir, enrolFile] = [await story.folder('seat2'), join(hall.dataDir, 'enrolment.json')]
    const seat = story.add(await TestSeat.start({ dataDir, seat: '2', platformUrl: hall.url, platformCaFile: authority, enrolFile }))
    const operator = new Operator(await openDeskClient(seat))
    const picture = aPicture(50, 40)

    await operator.signIn('1004')
    const { caseId } = unwrap(await operator.take({ description: '加密线路上受理' }, 'file'))
    unwrap(await operator.attach(caseId, '现场.png', picture))

    await operator.viewWhen(caseId, ({ row, pending }) => row.state === 'filed' && pending.length === 0)
    expect((await other.get<{ row: CaseRow }>(`/v1/cases/${caseId}`)).body.row.state).toBe('filed')
    await until('the file', async () => (await other.get(`/v1/attachments/by-hash/${sha256(picture)}`)).status === 200)
    expect(hall.logged()).toContain('"route":"/v1/snapshot/:sha256","status":200')
    operator.client.close()
  })

  it('answers no word of plain HTTP at its address, and lives on after whoever spoke it', async () => {
    expect(await ask(`${hall.url.replace('https:', 'http:')}/v1/health`)).not.toMatch(/^\d+$/)
    const socket = connect(Number(new URL(hall.url).port), '127.0.0.1', () => socket.end('\x16\x03\x01 井盖'))
    await new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined))

    expect(await ask(`${hall.url}/v1/health`, certificate.cert)).toBe('200')
  })
})
