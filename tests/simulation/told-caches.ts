// What each cache of a seat was told, by the name of its file: the one that counts, and the one that is filled beside it.
import { basename } from 'node:path'
import { cacheFile, shadowFile } from '#main/db-worker/cache/generations.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import { Told } from './told.ts'

export class ToldCaches {
  /** The cache that counts. */
  told = new Told()
  /** Cursor and base versions may go back: the cache is another one. */
  life = 0
  readonly #byName = new Map<string, Told>()
  /** File of the cache that is filled beside the other. */
  #beside = ''
  /** A seat without data shows what the file brings at once, and says 追平 over it. */
  #isBesideFirst = false
  /** What the cache that is filled beside the other was offered last. */
  #besideLast: ChangesPage | null = null

  /** The caches are gone. */
  forget(): void {
    this.life += 1
    this.#byName.clear()
  }

  /** The cache that counts in the folder: the one before, or the one that has taken its place. */
  listenToCurrent(folder: string): void {
    const name = basename(cacheFile(folder))
    const told = this.#byName.get(name) ?? new Told()
    if (told !== this.told) this.life += 1
    this.#byName.set(name, told)
    this.told = told
  }

  /** One is begun beside it, empty or as a file has it. */
  besideBegins(folder: string, file: ChangesPage | null): void {
    this.#besideLast = null
    this.#isBesideFirst = this.told.hasNothing
    const told = new Told()
    if (file !== null) told.startFrom(file)
    // Its name says what it is also when it counts already, and the next one would be named otherwise.
    this.#beside = basename(shadowFile(folder))
    this.#byName.set(this.#beside, told)
  }

  besideOffered(page: ChangesPage): void {
    this.#besideLast = page
    this.#byName.get(this.#beside)?.offer(page)
  }

  besideAnswered(isTaken: boolean): void {
    this.#byName.get(this.#beside)?.answer(isTaken)
  }

  /** Where the one that takes over stands, if that is before the head it was told of and may not be. */
  tooEarly(): string | null {
    const { next, head } = this.#besideLast ?? { next: 0, head: 0 }
    return next < head && !this.#isBesideFirst ? `${next} of ${head}` : null
  }
}
