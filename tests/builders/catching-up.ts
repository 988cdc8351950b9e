import { TestSeat } from './a-seat.ts'

/** A real cache, and a link that comes to the end of an outage while it is read. */
export class CatchingUp {
  static readonly BEFORE = Date.parse('2026-11-20T02:14:07+08:00')
  /** The last page of the outage has been read. */
  static readonly CAUGHT_UP = Date.parse('2026-11-20T09:14:07+08:00')
  readonly seat = new TestSeat()
  freshAt = CatchingUp.BEFORE
  readonly link = { status: () => ({ freshAt: this.freshAt }) }
  /** Answers after a moment, as a reader in a thread of its own does. */
  readonly cache: TestSeat['reader']

  constructor() {
    this.cache = new Proxy(this.seat.reader, {
      get:
        (api, name) =>
        async (...args: unknown[]) => {
          await Promise.resolve()
          const rows = (Reflect.get(api, name) as (...args: unknown[]) => unknown)(...args)
          this.freshAt = CatchingUp.CAUGHT_UP
          return rows
        },
    })
  }
}
