import type { WebSocket } from 'ws'
import type { Wire } from './wire.ts'

export function webWire(socket: WebSocket): Wire {
  return {
    send: (bytes) => {
      if (socket.readyState === socket.OPEN) socket.send(bytes, { binary: true })
    },
    bufferedBytes: () => socket.bufferedAmount,
    onFrame: (listener) => {
      socket.on('message', (data, isBinary) => {
        // Text frames are not ours; an empty frame is refused by the codec.
        listener(isBinary && Buffer.isBuffer(data) ? new Uint8Array(data) : new Uint8Array())
      })
    },
    onClose: (listener) => {
      socket.on('close', listener)
      socket.on('error', () => {
        socket.terminate()
      })
    },
    close: () => {
      socket.close()
    },
  }
}
