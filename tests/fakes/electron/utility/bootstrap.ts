// Loaded before the program of a utility process: gives it `process.parentPort`, as Electron does, over the channel of a
// forked child, and hides that channel. Worker threads inherit the --import that brought us here and need nothing of it.
import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'
import { MessagePortMain, PortEnd } from '../message-port.ts'
import type { PortEvent } from '../message-port.ts'
import type { FromUtility, ToUtility } from './protocol.ts'

/** Messages wait until somebody listens, as Electron's do. */
class ParentPort extends EventEmitter {
  readonly #send: (message: FromUtility) => void
  #waiting: PortEvent[] = []

  constructor(send: (message: FromUtility) => void) {
    super()
    this.#send = send
    this.on('newListener', (name) => {
      if (name !== 'message') return
      queueMicrotask(() => {
        for (const event of this.#waiting.splice(0)) this.emit('message', event)
      })
    })
  }

  postMessage(data: unknown): void {
    this.#send({ kind: 'message', data })
  }

  deliver(event: PortEvent): void {
    if (this.listenerCount('message') === 0) this.#waiting.push(event)
    else this.emit('message', event)
  }
}

/** A port whose other end is in the main process. */
function farPort(id: number, send: (message: FromUtility) => void): { readonly port: MessagePortMain; readonly near: PortEnd } {
  const [here, near] = [new PortEnd(), new PortEnd()]
  here.peer = near
  near.peer = here
  near.listen(
    (data) => {
      send({ kind: 'port', id, data })
    },
    () => {
      send({ kind: 'port-close', id })
    },
  )
  near.start()
  return { port: new MessagePortMain(here), near }
}

function install(): void {
  const channelSend = process.send?.bind(process)
  if (channelSend === undefined) throw new Error('stand-in: a utility process is started by utilityProcess.fork')
  const send = (message: FromUtility): void => {
    if (process.connected) channelSend(message)
  }
  const parentPort = new ParentPort(send)
  const ends = new Map<number, PortEnd>()
  process.on('message', (message: ToUtility) => {
    if (message.kind === 'port') ends.get(message.id)?.send(message.data)
    else if (message.kind === 'port-close') {
      ends.get(message.id)?.close()
      ends.delete(message.id)
    } else {
      const ports = message.ports.map((id) => {
        const { port, near } = farPort(id, send)
        ends.set(id, near)
        return port
      })
      parentPort.deliver({ data: message.data, ports })
    }
  })
  // Electron ends its utility processes when it ends.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  Object.defineProperty(process, 'parentPort', { value: parentPort })
  Object.defineProperty(process, 'type', { value: 'utility' })
  Object.defineProperty(process, 'send', { value: undefined })
  Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: process.env['STANDIN_VERSION'] } })
}

if (isMainThread) install()
