import type { Wire } from './wire.ts'

/** What Node's, Electron's and the DOM's message ports have in common. */
export interface PortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start?(): void
  close(): void
}

/** Electron delivers `{data}`, Node the value itself. */
function payloadOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'data' in message ? message.data : message
}

export function portWire(port: PortLike): Wire {
  return {
    send: (bytes) => {
      port.postMessage(bytes)
    },
    bufferedBytes: () => 0,
    onFrame: (listener) => {
      port.on('message', (message) => {
        const payload = payloadOf(message)
        // Anything but bytes becomes an empty frame, which the codec refuses by name.
        listener(payload instanceof Uint8Array ? payload : new Uint8Array())
      })
      port.start?.()
    },
    onClose: (listener) => {
      port.on('close', listener)
    },
    close: () => {
      port.close()
    },
  }
}
