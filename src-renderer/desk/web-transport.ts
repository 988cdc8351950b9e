import type { Connect } from './transport.ts'

/** WebSocket to the origin that served this page; the pass bought at the entry stands in the sub-protocol list. */
export function webConnect(address: string, pass: string, Socket: typeof WebSocket = WebSocket): Connect {
  return (events) => {
    const socket = new Socket(address, ['wanmi-door-1', pass])
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => {
      events.opened()
    })
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.data instanceof ArrayBuffer) events.frame(new Uint8Array(event.data))
    })
    socket.addEventListener('close', () => {
      events.closed()
    })
    // An error is always followed by `close`, which tells all there is to do.
    socket.addEventListener('error', () => undefined)
    return {
      send: (bytes) => {
        if (socket.readyState === socket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>)
      },
      close: () => {
        socket.close()
      },
    }
  }
}
