import { Readable } from 'node:stream'
import { zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { SnapshotFile, WrongBytes } from './snapshot-file.ts'

const packed = zstdCompressSync(Buffer.from('一份快照'.repeat(50)))
const info: SnapshotInfo = {
  ...{ epoch: 'life-1', seq: 1, schema: 1, builtAt: 0 },
  ...{ sha256: 'a'.repeat(64), bytes: packed.length, rawSha256: 'b'.repeat(64), rawBytes: 600 },
}
const noProgress = (): void => undefined

describe('the first bytes of a snapshot', () => {
  it.each([
    ['a sign-in page', [Buffer.from('<!doctype html>')]],
    ['one byte of it', [Buffer.from('<')]],
    ['NULs', [Buffer.alloc(30)]],
  ])('are not kept when they are %s', async (_, chunks) => {
    const file = new SnapshotFile(aDataFolder())
    await file.begin(info)

    await expect(file.add(Readable.from(chunks), 0, info.bytes, noProgress)).rejects.toThrow(WrongBytes)

    expect(await file.begin(info)).toBe(0)
  })

  it('are kept when the line breaks among the first four, and what follows is added', async () => {
    const file = new SnapshotFile(aDataFolder())
    await file.begin(info)

    await file.add(Readable.from([packed.subarray(0, 2)]), 0, info.bytes, noProgress)
    expect(await file.begin(info)).toBe(2)
    await file.add(Readable.from([packed.subarray(2)]), 2, info.bytes, noProgress)

    expect(await file.begin(info)).toBe(info.bytes)
  })
})
