import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { ok, unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { FileStore } from './file-store.ts'
import { MediaDesk } from './media-desk.ts'
import { storeKeyOf } from './sealed-format.ts'

const MB = 1024 * 1024

/** A desk with one clip: sealed here, or only at the platform. */
async function aClip(size: number, where: 'here' | 'platform' | 'nowhere') {
  const content = randomBytes(size)
  const store = await FileStore.open({ folder: aDataFolder(), storeKey: storeKeyOf(Buffer.alloc(32, 7)), mostCachedBytes: MB })
  const writer = unwrap(await store.writer(size))
  await writer.write(content)
  const { hash } = unwrap(await store.keep(writer, 0))
  if (where !== 'here') await store.drop(hash)
  const asked: [number, number | undefined][] = []
  const desk = new MediaDesk({
    ...{ store, clock: systemClock, random: systemRandom },
    client: {
      read: (_hash, from, _signal, length) => {
        asked.push([from, length])
        if (where === 'nowhere') return Promise.resolve({ ok: false, error: { status: 404, code: 'not-found', retryAfterMs: 0 } })
        return Promise.resolve(ok({ body: Readable.from([content.subarray(from, from + (length ?? size))]), from }))
      },
    },
  })
  const word = desk.open({ hash, size, mime: 'video/mp4' }).replace('/media/', '')
  return { desk, content, word, asked }
}

describe('a clip in a player', () => {
  it.each(['here', 'platform'] as const)('is read from anywhere in it, a part at a time, when it lies %s', async (where) => {
    const { desk, content, word } = await aClip(3 * MB + 100, where)

    const first = await desk.answer(word, 'bytes=0-')
    const jump = await desk.answer(word, `bytes=${String(2 * MB + 77)}-`)
    const end = await desk.answer(word, 'bytes=-100')

    expect([first.status, first.headers['content-range']]).toEqual([206, `bytes 0-${String(MB - 1)}/${String(3 * MB + 100)}`])
    expect(first.headers['content-type']).toBe('video/mp4')
    expect(Buffer.from(jump.body).equals(content.subarray(2 * MB + 77, 3 * MB + 77))).toBe(true)
    expect(Buffer.from(end.body).equals(content.subarray(-100))).toBe(true)
  })

  it('that is only at the platform is not fetched as a whole for a jump into its middle', async () => {
    const { desk, word, asked } = await aClip(3 * MB, 'platform')

    await desk.answer(word, 'bytes=2000000-')

    expect(asked).toEqual([[2_000_000, MB]])
  })

  it('is answered as a whole where it fits', async () => {
    const { desk, content, word } = await aClip(500, 'here')

    const reply = await desk.answer(word, undefined)

    expect([reply.status, Buffer.from(reply.body).equals(content)]).toEqual([200, true])
  })

  it.each([
    ['behind its end', 'bytes=500-', 416],
    ['backwards', 'bytes=400-300', 416],
    ['in words', 'bytes=a-b', 200],
    ['in two pieces', 'bytes=0-1,4-5', 200],
  ])('asked for %s answers %s with %i', async (_what, range, status) => {
    const { desk, word } = await aClip(500, 'here')

    expect((await desk.answer(word, range)).status).toBe(status)
  })

  it('that nobody has is said to be missing', async () => {
    const { desk, word } = await aClip(500, 'nowhere')

    expect((await desk.answer(word, 'bytes=0-')).status).toBe(404)
  })

  it('is shut when somebody else may sit at the desk, and to everybody who guesses', async () => {
    const { desk, word } = await aClip(500, 'here')
    expect((await desk.answer('0'.repeat(32), undefined)).status).toBe(404)
    expect((await desk.answer('', undefined)).status).toBe(404)

    desk.closeAll()

    expect((await desk.answer(word, undefined)).status).toBe(404)
  })
})
