import { expect, it } from 'vitest'
import { BrowserPictureBox } from './picture-box.ts'

/** As much of IndexedDB as the box asks for, which jsdom has not got; the browser may close its connections under the page. */
class ClosingDatabase {
  opened = 0
  /** Connections up to this one are closed. */
  closed = 0
  readonly #kept = new Map<string, Blob>()
  readonly factory = { open: () => this.#open() } as unknown as IDBFactory

  #open() {
    const mine = (this.opened += 1)
    const request: { result: unknown; onsuccess?: () => void } = { result: { transaction: () => this.#transaction(mine) } }
    queueMicrotask(() => request.onsuccess?.())
    return request
  }

  #transaction(connection: number) {
    if (connection <= this.closed) throw new DOMException('The database connection is closing.', 'InvalidStateError')
    const store = {
      put: (bytes: Blob, id: string) => ({ result: this.#kept.set(id, bytes) }),
      get: (id: string) => ({ result: this.#kept.get(id) }),
    }
    const transaction: { objectStore: () => object; oncomplete?: () => void } = { objectStore: () => store }
    queueMicrotask(() => transaction.oncomplete?.())
    return transaction
  }
}

const bytes = new Blob(['jpeg'])

it('opens its database once more when the browser has closed it', async () => {
  const database = new ClosingDatabase()
  expect(await new BrowserPictureBox(database.factory).put('1', bytes)).toBe(true)
  const box = new BrowserPictureBox(database.factory)
  await box.get('1')
  database.closed = database.opened

  expect(await Promise.all([box.get('1'), box.get('1')])).toEqual([bytes, bytes])
  expect([database.opened, await box.put('2', bytes)]).toEqual([3, true])
})

it('keeps pictures for the page alone when the database stays closed, and rejects nothing', async () => {
  const database = new ClosingDatabase()
  database.closed = Infinity
  const box = new BrowserPictureBox(database.factory)

  expect([await box.put('1', bytes), await box.get('1'), await box.get('2')]).toEqual([false, bytes, undefined])
})
