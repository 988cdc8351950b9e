// One host's door with handlers of the suite's own, reachable over either wire.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { contracts } from '#shared/contracts/index.ts'
import type { AreaContract, Caller } from '#shared/contracts/contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import { Door } from '#main/doors/door.ts'
import type { CallContext, Handlers } from '#main/doors/handlers.ts'
import { portWire } from '#main/doors/port-wire.ts'
import { Signals } from '#main/doors/signals.ts'
import { Tickets } from '#main/doors/tickets.ts'
import { openWebDoor } from '#main/doors/web-door.ts'
import type { Connect } from '#renderer/desk/transport.ts'
import { webConnect } from '#renderer/desk/web-transport.ts'

export type DoorKind = 'message port' | 'WebSocket'

export interface Stand {
  readonly signals: Signals
  session: SignedIn | null
  /** Set to replace the answer of an operation, "area.name". */
  readonly answers: Map<string, (arg: unknown, context: CallContext) => Promise<unknown>>
  readonly errors: string[]
  connect(caller: Caller, pane?: string): Connect
  /** How many windows stand at the door. */
  readonly windows: () => number
  /** The host dies and comes back under the next generation, at the same address. */
  restart(): Promise<void>
  close(): Promise<void>
}

export const wangLi: SignedIn = {
  signIn: 's-1',
  person: PersonId.parse('1001'),
  name: '王丽',
  posts: ['acceptor'],
  shift: null,
  since: 0,
  locked: false,
  attested: true,
}

/** Every operation answers what the suite put into `answers`, or null. */
function handlersFrom(answers: Stand['answers']): Handlers {
  const areas = Object.entries(contracts as Record<string, AreaContract>).map(([area, operations]) => {
    const handlers = Object.entries(operations).map(([name, operation]) => {
      const answer = async (arg: unknown, context: CallContext): Promise<unknown> =>
        ok((await answers.get(`${area}.${name}`)?.(arg, context)) ?? null)
      const topic = { watches: ['cases', 'link'], read: answer }
      return [name, operation.kind === 'topic' ? topic : answer]
    })
    return [area, Object.fromEntries(handlers) as unknown] as const
  })
  // Built from the contract's own names; the suite's answers are untyped on purpose, to be able to be wrong.
  return Object.fromEntries(areas) as Handlers
}

class OriginSocket extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(address, protocols, { origin: new URL(address).origin.replace('ws', 'http') })
  }
}

export async function openStand(kind: DoorKind): Promise<Stand> {
  const rendererDir = await mkdtemp(join(tmpdir(), 'wanmi-door-'))
  await writeFile(join(rendererDir, 'seat.html'), '<!doctype html><title>seat</title>')
  const tickets = new Tickets(Buffer.alloc(32, 7), systemClock)
  const signals = new Signals()
  const answers: Stand['answers'] = new Map()
  const errors: string[] = []
  let generation = 1
  let port = 0
  const makeDoor = (): Door =>
    new Door({
      handlers: handlersFrom(answers),
      signals,
      session: () => stand.session,
      clock: systemClock,
      generation,
      checkReplies: true,
      onError: (where) => errors.push(where),
    })
  const openWeb = (): ReturnType<typeof openWebDoor> => openWebDoor({ door, tickets, rendererDir, port })
  const stand: Stand = {
    signals,
    session: wangLi,
    answers,
    errors,
    connect: (caller, pane) => (kind === 'WebSocket' ? connectWeb(caller, pane) : connectPort(caller, pane)),
    windows: () => door.windows,
    restart: async () => {
      door.close()
      await web?.close()
      generation += 1
      door = makeDoor()
      if (kind === 'WebSocket') web = await openWeb()
    },
    close: async () => {
      door.close()
      await web?.close()
      await rm(rendererDir, { recursive: true, force: true })
    },
  }
  let door = makeDoor()
  let web = kind === 'WebSocket' ? await openWeb() : null
  port = web === null ? 0 : Number(new URL(web.origin).port)

  const connectWeb = (caller: Caller, pane?: string): Connect => {
    const redeemed = tickets.redeem(tickets.mintTicket(caller, 'seat', pane))
    const pass = redeemed.ok ? redeemed.value.pass : ''
    // The `ws` client in place of the page's own: same interface, and it can say an Origin.
    return webConnect(`ws://127.0.0.1:${String(port)}/door`, pass, OriginSocket as unknown as typeof globalThis.WebSocket)
  }
  const connectPort =
    (caller: Caller, pane?: string): Connect =>
    (events) => {
      const { port1, port2 } = new MessageChannel()
      door.accept(portWire(port1), caller, pane)
      port2.on('message', (bytes: Uint8Array) => {
        events.frame(bytes)
      })
      port2.on('close', () => {
        events.closed()
      })
      queueMicrotask(() => {
        events.opened()
      })
      return {
        send: (bytes) => {
          port2.postMessage(bytes)
        },
        close: () => {
          port2.close()
        },
      }
    }
  return stand
}
