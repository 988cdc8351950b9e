// A person at a seat without a window: the very client of the windows, over the real door, from Node.
import { readFile } from 'node:fs/promises'
import { WebSocket } from 'ws'
import type { WindowKind } from '#main/shell-common/index.ts'
import { createDesk } from '#renderer/desk/desk.ts'
import type { Desk } from '#renderer/desk/desk.ts'
import { DeskLink } from '#renderer/desk/desk-link.ts'
import type { DeskState } from '#renderer/desk/desk-link.ts'
import { webConnect } from '#renderer/desk/web-transport.ts'
import type { TestSeat } from './test-seat.ts'

type OnRefused = (refusal: { code: string; detail?: string }) => void
type Topic<Arg, Value> = (arg: Arg, onValue: (value: Value) => void, onRefused?: OnRefused) => () => void

const LIMIT_MS = 60_000

/** A wait that came to nothing: no host, no snapshot that fits, or a refusal of the topic. */
export class NoSnapshot extends Error {}

/** `ws` in place of the page's own socket: it can say the Origin that a page says by itself. */
class PageSocket extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(address, protocols, { origin: new URL(address).origin.replace('ws', 'http') })
    // A page hears of a failed connection by its closing; an emitter that nobody listens to would end the process.
    this.on('error', () => undefined)
  }
}

/** The desk of one seat as its windows have it; it finds its host again after every restart, as they do. */
export class DeskClient {
  readonly desk: Desk
  readonly #link: DeskLink
  readonly #waiting = new Set<() => void>()
  #state: DeskState = 'connecting'
  #generation = 0

  constructor(origin: string, pass: string) {
    this.#link = new DeskLink({
      // Same interface as far as a transport uses it.
      connect: webConnect(`${origin.replace('http', 'ws')}/door`, pass, PageSocket as unknown as typeof globalThis.WebSocket),
      onState: (state) => {
        this.#state = state
        for (const look of this.#waiting) look()
      },
      onWelcome: (generation) => {
        this.#generation = generation
      },
    })
    this.desk = createDesk(this.#link)
  }

  get state(): DeskState {
    return this.#state
  }

  /** Number of the host's start that answered last. */
  get generation(): number {
    return this.#generation
  }

  /** Resolves when the host answers. */
  async here(limitMs = LIMIT_MS): Promise<this> {
    await bounded('the host does not answer', limitMs, (done) => {
      const look = (): void => {
        if (this.#state === 'here') done()
      }
      this.#waiting.add(look)
      look()
      return () => this.#waiting.delete(look)
    })
    return this
  }

  /** The first snapshot of a topic that fits; a refusal is an error. */
  until<Arg, Value>(topic: Topic<Arg, Value>, arg: Arg, fits: (value: Value) => boolean, limitMs = LIMIT_MS): Promise<Value> {
    let latest: Value | undefined
    return bounded(
      () => `no fitting snapshot came; the last was ${JSON.stringify(latest)?.slice(0, 2_000) ?? 'none'}`,
      limitMs,
      (done, fail) =>
        topic(
          arg,
          (value) => {
            latest = value
            if (fits(value)) done(value)
          },
          ({ code, detail }) => {
            fail(new NoSnapshot(`refused: ${code} ${detail ?? ''}`))
          },
        ),
    )
  }

  /** A topic as it stands now. */
  read<Arg, Value>(topic: Topic<Arg, Value>, arg: Arg, limitMs = LIMIT_MS): Promise<Value> {
    return this.until(topic, arg, () => true, limitMs)
  }

  close(): void {
    this.#link.close()
  }
}

/** Enters as a browser does: a fresh entry file, its ticket posted, the pass out of the page that answers. */
export async function openDeskClient(seat: TestSeat, caller: WindowKind = 'seat'): Promise<DeskClient> {
  const ticket = /name="ticket" value="([^"]+)"/.exec(await readFile(await seat.entryFile(caller), 'utf8'))?.[1]
  if (ticket === undefined) throw new Error('the entry file has no ticket')
  const reply = await fetch(`${seat.origin}/enter`, {
    method: 'POST',
    // What Chromium says for a form in a file.
    headers: { 'origin': 'null', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ticket }).toString(),
  })
  const page = await reply.text()
  const pass = /name="wanmi-pass" content="([^"]+)"/.exec(page)?.[1]
  if (pass === undefined) throw new Error(`no pass: ${String(reply.status)} ${page}`)
  return new DeskClient(seat.origin, pass).here()
}

type Start<T> = (done: (value: T) => void, fail: (error: Error) => void) => () => unknown

/** A wait with an end; what `start` returns is called whichever way it ends. */
async function bounded<T = void>(why: string | (() => string), limitMs: number, start: Start<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const late = setTimeout(() => {
    reject(new NoSnapshot(typeof why === 'string' ? why : why()))
  }, limitMs)
  const end = start(resolve, reject)
  try {
    return await promise
  } finally {
    clearTimeout(late)
    end()
  }
}
