/** Bytes of pictures until the platform has them. */
export interface PictureBox {
  /** False when they are kept only as long as this page lives; so much is done at once, before it answers. */
  put(id: string, bytes: Blob): Promise<boolean>
  get(id: string): Promise<Blob | undefined>
  remove(id: string): Promise<void>
}

const DATABASE = 'department'
const STORE = 'pictures'

/** In IndexedDB, with the page's own memory for machines that have switched it off. */
export class BrowserPictureBox implements PictureBox {
  readonly #memory = new Map<string, Blob>()
  readonly #factory: IDBFactory
  #database: Promise<IDBDatabase | null>

  constructor(factory: IDBFactory) {
    this.#factory = factory
    this.#database = openDatabase(factory)
  }

  async put(id: string, bytes: Blob): Promise<boolean> {
    this.#memory.set(id, bytes)
    return (await this.#ask('readwrite', (store) => store.put(bytes, id))) !== undefined
  }

  async get(id: string): Promise<Blob | undefined> {
    const held = this.#memory.get(id) ?? (await this.#ask('readonly', (store) => store.get(id)))
    return held instanceof Blob ? held : undefined
  }

  async remove(id: string): Promise<void> {
    this.#memory.delete(id)
    await this.#ask('readwrite', (store) => store.delete(id))
  }

  /** Undefined when the database did not do it. A browser may close it under a page: memory is short, site data is cleared. */
  async #ask(mode: IDBTransactionMode, ask: Ask): Promise<unknown> {
    const opening = this.#database
    const done = await perform(await opening, mode, ask)
    if (done !== 'closed') return done
    // Whoever met the same closed one before has opened it again already.
    if (this.#database === opening) this.#database = openDatabase(this.#factory)
    const again = await perform(await this.#database, mode, ask)
    return again === 'closed' ? undefined : again
  }
}

type Ask = (store: IDBObjectStore) => IDBRequest

function perform(database: IDBDatabase | null, mode: IDBTransactionMode, ask: Ask): Promise<unknown> {
  if (database === null) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction(STORE, mode)
      const request = ask(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(mode === 'readwrite' ? true : request.result)
      transaction.onabort = () => resolve(undefined)
    } catch (error) {
      resolve(error instanceof DOMException && error.name === 'InvalidStateError' ? 'closed' : undefined)
    }
  })
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    let opening: IDBOpenDBRequest
    try {
      opening = factory.open(DATABASE, 1)
    } catch {
      // Switched off by the browser's settings.
      resolve(null)
      return
    }
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => resolve(null)
    opening.onblocked = () => resolve(null)
  })
}
