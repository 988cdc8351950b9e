import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AttachmentClient } from './attachment-client.ts'
import { PlatformClient } from './platform-client.ts'

/** A platform that answers every question with a wish to be left alone, and counts them. */
async function aTiredPlatform(retryAfter: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '')
    reply.writeHead(503, { 'retry-after': retryAfter }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked }
}

class Watch {
  ms = 0
  readonly monotonicMs = (): number => this.ms
}

describe('a platform that asks to be left alone', () => {
  it('is not asked the same again before its time, whoever wants to know, and hears of other things', async () => {
    const [{ url, asked }, clock] = [await aTiredPlatform('30'), new Watch()]
    const client = new PlatformClient(url, 'token', { clock })

    expect(await client.health()).toMatchObject({ ok: false, error: { code: 'platform-busy', retryAfterMs: 30_000 } })
    clock.ms = 10_000
    expect(await client.health()).toMatchObject({ ok: false, error: { code: 'platform-busy', retryAfterMs: 20_000 } })
    await client.anchor()
    expect(asked).toEqual(['/v1/health', '/v1/anchor'])

    clock.ms = 30_000
    await client.health()
    expect(asked).toEqual(['/v1/health', '/v1/anchor', '/v1/health'])
  })

  it('is not asked for a file again before its time, however often somebody clicks on it', async () => {
    const [{ url, asked }, clock] = [await aTiredPlatform('30'), new Watch()]
    const client = new AttachmentClient(url, 'token', { clock })
    const [hash, nobodyEnds] = ['ab'.repeat(32), new AbortController().signal]

    await client.read(hash, 0, nobodyEnds)
    clock.ms = 10_000
    const again = await client.read(hash, 0, nobodyEnds)

    expect(again).toMatchObject({ ok: false, error: { code: 'platform-busy', retryAfterMs: 20_000 } })
    expect(asked).toHaveLength(1)
    clock.ms = 30_000
    await client.read(hash, 0, nobodyEnds)
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['soon', undefined],
    ['-5', undefined],
    ['0', undefined],
    ['99999999999', 600_000],
  ])('with %s keeps nobody away for ever', async (retryAfter, retryAfterMs) => {
    const { url } = await aTiredPlatform(retryAfter)

    const reply = await new PlatformClient(url, 'token').health()

    expect(reply.ok ? null : reply.error.retryAfterMs).toBe(retryAfterMs)
  })
})
