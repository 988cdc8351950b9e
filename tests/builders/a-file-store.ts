import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { FileStore } from '#main/features/attachments/file-store.ts'
import type { FileStoreOptions } from '#main/features/attachments/file-store.ts'
import { CHUNK_BYTES, storeKeyOf } from '#main/features/attachments/sealed-format.ts'
import { aDataFolder } from './a-folder.ts'

const storeKey = storeKeyOf(Buffer.alloc(32, 7))

export async function aStore(over: Partial<FileStoreOptions> = {}) {
  const folder = over.folder ?? aDataFolder()
  const store = await FileStore.open({ folder, storeKey, mostCachedBytes: 1024 ** 3, ...over })
  return { folder, store }
}

/** Puts content in, in pieces as a window would. */
export async function put(store: FileStore, content: Buffer, now = 1_000, piece = 100_000): Promise<string> {
  const writer = unwrap(await store.writer(content.length))
  for (let at = 0; at < content.length; at += piece) await writer.write(content.subarray(at, at + piece))
  return unwrap(await store.keep(writer, now)).hash
}

export const all = async (store: FileStore, hash: string) => store.read(hash, 0, 64 * 1024 * 1024, 2_000)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
/** What is really held: without what waits to be collected. */
function heldBytes(): number {
  collect()
  return process.memoryUsage().arrayBuffers
}
export const kept = (folder: string, hash: string): string => join(folder, 'kept', hash)

const MB = 1024 * 1024

/** One byte of a kept file is changed, `numRuns` times anywhere: it is never handed out. */
export async function changeAnyByte(numRuns: number): Promise<void> {
  const { folder, store } = await aStore()
  const hash = await put(store, randomBytes(CHUNK_BYTES + 900))
  const whole = readFileSync(kept(folder, hash))

  const property = fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
    const flipped = Buffer.from(whole)
    flipped[at] = (flipped[at] ?? 0) ^ change
    writeFileSync(kept(folder, hash), flipped)
    const read = await all(store, hash)
    expect(read.ok ? 'handed out' : read.error.code).toBe('copy-unreadable')
    expect(await store.isSound(hash)).toBe(false)
  })
  await fc.assert(property, { numRuns })
}

/** A clip of `sizeMb` is taken while less than `mostMb` is held. */
export async function takeClip(sizeMb: number, mostMb: number): Promise<void> {
  const { store } = await aStore()
  const [size, piece] = [sizeMb * MB, randomBytes(MB / 2)]
  const writer = unwrap(await store.writer(size))
  const before = heldBytes()
  let most = 0

  for (let sent = 0; sent < size; sent += piece.length) {
    await writer.write(piece)
    if (sent % (piece.length * 40) === 0) most = Math.max(most, heldBytes() - before)
  }

  expect(unwrap(await store.keep(writer, 0)).size).toBe(size)
  expect(most).toBeLessThan(mostMb * MB)
}
