import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { PlatformClient } from './platform-client.ts'

async function aPlatformThatRefuses(body: string): Promise<PlatformClient> {
  const server = createServer((_, reply) => {
    reply.writeHead(401, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return new PlatformClient(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, 'token')
}

const signal = new AbortController().signal
const cursor = { epoch: 'e', seq: 0 }

describe('a machine that the platform does not let in to its feed', () => {
  it('is told why, so that a revoked one can ask a person', async () => {
    const client = await aPlatformThatRefuses(JSON.stringify({ code: 'device-revoked', detail: null }))

    expect(await client.stream(cursor, signal)).toMatchObject({ ok: false, error: { code: 'device-revoked' } })
    expect(await client.positions(signal)).toMatchObject({ ok: false, error: { code: 'device-revoked' } })
  })

  it.each(['', '{', '[]', '{"code":7}', '{"code":"what-is-this","detail":null}', 'x'.repeat(100_000)])(
    'is not credited where the words are nobody’s: %#',
    async (body) => {
      const client = await aPlatformThatRefuses(body)

      expect(await client.stream(cursor, signal)).toMatchObject({ ok: false, error: { code: 'unauthorised' } })
    },
  )
})
