import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import { BUILT_FILE } from '#shared/platform-api/snapshot-builder.ts'
import type { BuiltSnapshot } from '#shared/platform-api/snapshot-builder.ts'
import { writePrivateFile } from '../auth/private-file.ts'

/** The one before stays until the next is published: downloads of it may be under way, and some will be taken up again. */
const Published = z.object({ current: SnapshotInfo, previous: SnapshotInfo.nullable() })
type Published = z.infer<typeof Published>

const NAMES = 'published.json'

/** What is published stands in a folder under its hash, the builder's own folder beneath. Whatever else is there is removed. */
export class SnapshotFiles {
  readonly #folder: string
  #published: Published | null = null

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Where the builder works. */
  get work(): string {
    return join(this.#folder, 'work')
  }

  get current(): SnapshotInfo | null {
    return this.#published?.current ?? null
  }

  /** The published file of this hash. */
  find(sha256: string): { readonly info: SnapshotInfo; readonly path: string } | undefined {
    const known = [this.#published?.current ?? null, this.#published?.previous ?? null]
    const info = known.find((one) => one?.sha256 === sha256)
    return info == null ? undefined : { info, path: this.#pathOf(info) }
  }

  /** Takes up what an earlier run has published, if it is of this life of the store and whole, and removes what nobody names. */
  async open(isOfUse: (info: SnapshotInfo) => boolean): Promise<void> {
    await mkdir(this.work, { recursive: true, mode: 0o700 })
    const read = Published.safeParse(await this.#readNames())
    const current = read.success ? read.data.current : null
    if (current !== null && isOfUse(current) && (await this.#isThere(current))) this.#published = { current, previous: null }
    await this.#sweep()
  }

  /** Makes the builder's file the current one. `hash-mismatch` when it is not what the builder said. */
  async publish(built: BuiltSnapshot, builtAt: number): Promise<Result<SnapshotInfo>> {
    const made = join(this.work, BUILT_FILE)
    const hash = createHash('sha256')
    await pipeline(createReadStream(made), hash)
    if (hash.digest('hex') !== built.sha256 || (await stat(made)).size !== built.bytes) return refuse('hash-mismatch', BUILT_FILE)
    const current = { ...built, builtAt }
    await rename(made, this.#pathOf(current))
    await this.#syncFolder()
    const previous = this.current?.sha256 === current.sha256 ? null : this.current
    await writePrivateFile(join(this.#folder, NAMES), `${JSON.stringify({ current, previous })}\n`)
    this.#published = { current, previous }
    await this.#sweep()
    return ok(current)
  }

  /** Throws the builder's own cache away: it may be what makes it fail. */
  async forgetWork(): Promise<void> {
    await rm(this.work, { recursive: true, force: true })
    await mkdir(this.work, { recursive: true, mode: 0o700 })
  }

  /** Bytes free on the disk, and those the builder's folder takes. */
  async room(): Promise<{ readonly free: number; readonly used: number }> {
    const disk = await statfs(this.#folder)
    const names = await readdir(this.work)
    const sizes = await Promise.all(names.map((name) => stat(join(this.work, name)).then(({ size }) => size)))
    return { free: disk.bavail * disk.bsize, used: sizes.reduce((sum, size) => sum + size, 0) }
  }

  #pathOf({ sha256 }: SnapshotInfo): string {
    return join(this.#folder, `${sha256}.db.zst`)
  }

  async #isThere(info: SnapshotInfo): Promise<boolean> {
    const found = await stat(this.#pathOf(info)).catch(() => null)
    return found?.size === info.bytes
  }

  async #readNames(): Promise<unknown> {
    try {
      return JSON.parse(await readFile(join(this.#folder, NAMES), 'utf8'))
    } catch {
      // Missing or torn: then nothing is published, and a new one is built.
      return null
    }
  }

  async #sweep(): Promise<void> {
    const { current, previous } = this.#published ?? {}
    const kept = [current, previous].flatMap((info) => (info == null ? [] : [`${info.sha256}.db.zst`]))
    for (const name of await readdir(this.#folder))
      if (!['work', NAMES, ...kept].includes(name)) await rm(join(this.#folder, name), { recursive: true, force: true })
  }

  async #syncFolder(): Promise<void> {
    const handle = await open(this.#folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}
