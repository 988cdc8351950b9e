import { join } from 'node:path'
import type { Upload } from '@tus/server'
import { maskNumbersInName } from '#shared/domain/personal/find-numbers.ts'
import type { Platform } from '../platform.ts'
import { adopt, hashFile, lies } from './files.ts'
import type { AttachmentFiles } from './files.ts'

/** Takes over uploads of which the last byte has come: proves the hash, puts the file in its place and writes its row. */
export class Finisher {
  readonly #platform: Platform
  readonly #files: AttachmentFiles
  /** By upload: whoever asks while the whole is being hashed waits for the same end. */
  readonly #underWay = new Map<string, Promise<boolean>>()

  constructor(platform: Platform, files: AttachmentFiles) {
    this.#platform = platform
    this.#files = files
  }

  /** False: it is not what was announced. Repeatable. */
  finish(upload: Upload): Promise<boolean> {
    const running = this.#underWay.get(upload.id) ?? this.#takeOver(upload).finally(() => this.#underWay.delete(upload.id))
    this.#underWay.set(upload.id, running)
    return running
  }

  /**
   * The same for an upload that stands complete: the platform may have been ended, or the store lost, between its last byte and
   * its row. Whoever asks how far it has come is only told "all of it" when it can be read under its hash.
   */
  async finishIfLeft(upload: Upload): Promise<boolean> {
    return (await this.#isTaken(upload)) || (await this.finish(upload))
  }

  async #isTaken({ metadata, size = 0 }: Upload): Promise<boolean> {
    const { store, hall } = this.#platform
    const hash = metadata?.['sha256'] ?? ''
    const row = await store.db
      .selectFrom('upload')
      .select('hash')
      .where('hall', '=', hall.id)
      .where('hash', '=', hash)
      .executeTakeFirst()
    return row !== undefined && (await lies(this.#files.pathOf(hash), size))
  }

  async #takeOver(upload: Upload): Promise<boolean> {
    const { store, hall, clock } = this.#platform
    const { sha256 = '', filename, filetype } = upload.metadata ?? {}
    const path = join(this.#files.incoming, upload.id)
    if (sha256 === null || (await hashFile(path)) !== sha256) return false
    await adopt(this.#files, path, sha256)
    const row = {
      hall: hall.id,
      hash: sha256,
      size: upload.size ?? 0,
      // Not everybody who sends files is a client of ours that masks their names.
      name: maskNumbersInName(filename ?? ''),
      mime: filetype ?? 'application/octet-stream',
      by: upload.id,
      at: clock.now(),
    }
    await store.db
      .insertInto('upload')
      .values(row)
      .onConflict((conflict) => conflict.columns(['hall', 'hash']).doNothing())
      .execute()
    return true
  }
}
