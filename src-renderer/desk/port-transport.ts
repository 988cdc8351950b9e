import type { Connect, TransportEvents } from './transport.ts'

/** What the Electron preload hands over: a way to ask for a port and to hear that the host went. */
export interface DoorBridge {
  /** Asks the shell for a fresh port to the host; it arrives as a window message `wanmi-door` from this very origin. */
  requestDoor(): void
  onHostGone(listener: () => void): void
}

/** Message port of the Electron shell. Accepted only from this window and origin, so that no frame can slip in one of its own. */
export function portConnect(bridge: DoorBridge, target: Window): Connect {
  let events: TransportEvents | null = null
  let port: MessagePort | null = null
  const drop = (): void => {
    port?.close()
    port = null
    const gone = events
    events = null
    gone?.closed()
  }
  bridge.onHostGone(drop)
  target.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== target || event.origin !== target.location.origin || event.data !== 'wanmi-door') return
    const received = event.ports[0]
    if (received === undefined || events === null) return
    port = received
    received.onmessage = (message: MessageEvent<unknown>) => {
      if (message.data instanceof Uint8Array) events?.frame(message.data)
    }
    received.addEventListener('close', drop)
    received.start()
    events.opened()
  })
  return (wanted) => {
    events = wanted
    bridge.requestDoor()
    return {
      send: (bytes) => port?.postMessage(bytes),
      close: drop,
    }
  }
}
