import type { PortLike } from '../doors/port-wire.ts'

/** The host's line to its shell: Electron's parent port or a forked child's IPC channel. */
export interface HostChannel {
  send(message: unknown): void
  onMessage(listener: (message: unknown, ports: readonly PortLike[]) => void): void
  /** The shell is gone; a host without a shell has no windows and ends itself. */
  onGone(listener: () => void): void
}

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: readonly PortLike[] }) => void): void
}

function parentPortOf(holder: object): ParentPort | null {
  // Electron adds `parentPort` to `process` in utility processes; Node's types do not know it.
  return 'parentPort' in holder && holder.parentPort !== null && holder.parentPort !== undefined
    ? (holder.parentPort as ParentPort)
    : null
}

export function openChannel(): HostChannel {
  const parentPort = parentPortOf(process)
  if (parentPort !== null) {
    return {
      send: (message) => {
        parentPort.postMessage(message)
      },
      onMessage: (listener) => {
        parentPort.on('message', ({ data, ports }) => {
          listener(data, ports)
        })
      },
      // Electron ends its utility processes itself.
      onGone: () => undefined,
    }
  }
  return {
    send: (message) => {
      if (process.connected) process.send?.(message)
    },
    onMessage: (listener) => {
      process.on('message', (message) => {
        listener(message, [])
      })
    },
    onGone: (listener) => {
      process.on('disconnect', listener)
    },
  }
}
