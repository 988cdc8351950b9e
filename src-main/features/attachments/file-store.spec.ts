import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { all, aStore, changeAnyByte, kept, put, takeClip } from '#tests/builders/a-file-store.ts'
import { sha256 } from '#tests/builders/a-picture.ts'
import { KeyRing, Sealer } from '../personal/index.ts'
import { CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES, storeKeyOf } from './sealed-format.ts'

const before = { id: 'k1', key: randomBytes(32) }

describe('the sealed copies of a machine', () => {
  it.each([1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 1_000_003])(
    'give %i bytes back as they came, and lie under the hash of what they hold',
    async (size) => {
      const { folder, store } = await aStore()
      const content = randomBytes(size)

      const hash = await put(store, content)

      expect(hash).toBe(sha256(content))
      expect(unwrap(await all(store, hash))).toEqual({ bytes: content, size })
      const sealed = readFileSync(kept(folder, hash))
      expect(sealed.includes(content.subarray(0, Math.min(64, size))) && size > 16).toBe(false)
    },
  )

  it('give back any range', async () => {
    const { store } = await aStore()
    const content = randomBytes(2 * CHUNK_BYTES + 5_000)
    const hash = await put(store, content)

    await fc.assert(
      fc.asyncProperty(fc.nat(content.length - 1), fc.integer({ min: 1, max: CHUNK_BYTES * 2 }), async (from, length) => {
        const { bytes } = unwrap(await store.read(hash, from, length, 0))
        expect(bytes.equals(content.subarray(from, from + length))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  // Ten times as often, and a clip twice as long, in file-store.system.spec.ts.
  it('never hand out what another hand has changed, wherever the byte was', () => changeAnyByte(15))

  it('know a file that was cut off, also exactly between two chunks', async () => {
    const { folder, store } = await aStore()
    const hash = await put(store, randomBytes(3 * CHUNK_BYTES))

    truncateSync(kept(folder, hash), HEADER_BYTES + 2 * SEALED_CHUNK_BYTES)

    expect(await all(store, hash)).toMatchObject({ ok: false, error: { code: 'copy-unreadable' } })
  })

  it('know a chunk that was moved, and one of another file', async () => {
    const { folder, store } = await aStore()
    const [one, two] = [await put(store, randomBytes(3 * CHUNK_BYTES)), await put(store, randomBytes(3 * CHUNK_BYTES))]
    const [first, second] = [readFileSync(kept(folder, one)), readFileSync(kept(folder, two))]
    const at = (index: number) => HEADER_BYTES + index * SEALED_CHUNK_BYTES

    const moved = Buffer.from(first)
    first.copy(moved, at(1), at(0), at(1))
    writeFileSync(kept(folder, one), moved)
    const foreign = Buffer.from(second)
    first.copy(foreign, at(1), at(1), at(2))
    writeFileSync(kept(folder, two), foreign)

    expect((await all(store, one)).ok).toBe(false)
    expect((await all(store, two)).ok).toBe(false)
  })

  it('open with the key of this machine only', async () => {
    const { folder, store } = await aStore()
    const hash = await put(store, randomBytes(500))

    const { store: stolen } = await aStore({ folder, storeKey: storeKeyOf(Buffer.alloc(32, 8)) })

    expect(await all(stolen, hash)).toMatchObject({ ok: false, error: { code: 'copy-unreadable' } })
  })

  it('open again on a machine with another key that has been given the keys of the hall', async () => {
    const { folder, store } = await aStore({ hallSeal: new Sealer(before) })
    const content = randomBytes(CHUNK_BYTES + 700)
    const hash = await put(store, content)
    const [newKey, rotated] = [storeKeyOf(Buffer.alloc(32, 8)), new Sealer(new KeyRing([before, { id: 'k2', key: randomBytes(32) }], 'k2'))]

    const { store: enrolledAnew } = await aStore({ folder, storeKey: newKey, hallSeal: rotated })

    expect(unwrap(await all(enrolledAnew, hash)).bytes).toEqual(content)
    const { store: later } = await aStore({ folder, storeKey: newKey })
    expect(await later.isSound(hash)).toBe(true)
  })

  it('stay closed to the keys of another hall, are not called here, and may be fetched or added once more', async () => {
    const { folder, store } = await aStore({ hallSeal: new Sealer(before) })
    const content = randomBytes(900)
    const hash = await put(store, content)
    const strange = new Sealer({ id: before.id, key: randomBytes(32) })

    const { store: stranger } = await aStore({ folder, storeKey: storeKeyOf(Buffer.alloc(32, 8)), hallSeal: strange })

    expect(stranger.has(hash)).toBe(false)
    expect(await all(stranger, hash)).toMatchObject({ ok: false, error: { code: 'copy-unreadable' } })
    await put(stranger, content)
    expect(stranger.has(hash)).toBe(true)
    expect(unwrap(await all(stranger, hash)).bytes).toEqual(content)
  })

  it('of before there was a second way get one; what was fetched needs none', async () => {
    const { folder, store } = await aStore()
    const staged = await put(store, randomBytes(400))
    const fetched = randomBytes(300)
    const { store: secured } = await aStore({ folder, hallSeal: new Sealer(before) })
    const writer = unwrap(await secured.writer(300))
    await writer.write(fetched)
    unwrap(await secured.keep(writer, 1_000, sha256(fetched)))

    await secured.secure([staged, '0'.repeat(64)])

    expect(readdirSync(join(folder, 'ways'))).toEqual([staged])
    await secured.drop(staged)
    expect(readdirSync(join(folder, 'ways'))).toEqual([])
  })

  it('hold the same content once', async () => {
    const { folder, store } = await aStore()
    const content = randomBytes(5_000)

    const hashes = [await put(store, content), await put(store, content)]

    expect(new Set(hashes).size).toBe(1)
    expect(readdirSync(join(folder, 'kept'))).toEqual([hashes[0]])
    expect(readdirSync(join(folder, 'incoming'))).toEqual([])
  })

  it('are there after a restart; what was not finished is not, nor what was cut off', async () => {
    const { folder, store } = await aStore()
    const hash = await put(store, randomBytes(5_000))
    const half = unwrap(await store.writer(5_000))
    await half.write(randomBytes(4_000))
    writeFileSync(kept(folder, 'f'.repeat(64)), Buffer.alloc(HEADER_BYTES))

    const { store: next } = await aStore({ folder })

    expect([next.has(hash), next.has('f'.repeat(64))]).toEqual([true, false])
    expect(readdirSync(join(folder, 'incoming'))).toEqual([])
    expect(readdirSync(join(folder, 'kept'))).toEqual([hash])
    await half.drop()
  })

  it('take what was fetched only under the hash that was asked for', async () => {
    const { folder, store } = await aStore()
    const writer = unwrap(await store.writer(3))
    await writer.write(Buffer.from('abc'))

    const taken = await store.keep(writer, 0, 'a'.repeat(64))

    expect(taken).toMatchObject({ ok: false, error: { code: 'hash-mismatch' } })
    expect([...readdirSync(join(folder, 'incoming')), ...readdirSync(join(folder, 'kept'))]).toEqual([])
  })

  it('are counted in the order in which they were last used, without those that must stay', async () => {
    const { store } = await aStore({ mostCachedBytes: 2_500 })
    const [pinned, old, recent, newest] = [
      await put(store, randomBytes(1_000), 1_000),
      await put(store, randomBytes(1_000), 2_000),
      await put(store, randomBytes(1_000), 3_000),
      await put(store, randomBytes(1_000), 4_000),
    ]

    const beyond = store.beyondCache(new Set([pinned]))

    expect([recent, newest].map((hash) => store.has(hash))).toEqual([true, true])
    expect(beyond).toEqual([old])
  })

  it('are refused before a byte is written when the disk has no room', async () => {
    const { folder, store } = await aStore()

    const writer = await store.writer(Number.MAX_SAFE_INTEGER)

    expect(writer).toMatchObject({ ok: false, error: { code: 'disk-full' } })
    expect(readdirSync(join(folder, 'incoming'))).toEqual([])
  })

  it('take a clip without holding it in memory', () => takeClip(96, 64))
})
