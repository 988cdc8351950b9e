// Glossary. door: a window's two-way line to the host. A window asks, the shell proves who asks by the frame that sent the
// message, and hands one end of a fresh message channel to the window and the other to the host.
import type { IpcMain, IpcMainEvent, MessagePortMain, WebContents } from 'electron'
import { bridgeChannels } from '#shared/contracts/bridge.ts'
import { isPageOf } from './hall-address.ts'
import type { WindowKind } from '../shell-common/options.ts'

export interface DoorPorts {
  readonly ipc: Pick<IpcMain, 'on'>
  readonly makeChannel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain }
  /** What kind of window these contents are; null when they are none of ours. */
  readonly kindOf: (contents: WebContents) => WindowKind | null
  readonly isHostReady: () => boolean
  readonly toHost: (caller: WindowKind, port: MessagePortMain, contents: WebContents) => void
  readonly refused: (what: string) => void
}

export class DoorKeeper {
  readonly #ports: DoorPorts
  /** Windows that asked while no host was there; served when it is, the newest wish of each once. */
  readonly #waiting = new Map<WebContents, WindowKind>()

  constructor(ports: DoorPorts) {
    this.#ports = ports
    ports.ipc.on(bridgeChannels.askDoor, (event) => {
      this.#asked(event)
    })
  }

  /** The host is ready (again): whoever waited gets a door to it. */
  hostIsBack(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const [contents, kind] of waiting) this.#handOut(contents, kind)
  }

  /** The host has ended: its doors are dead, and the windows are told before they could notice by silence. */
  hostIsGone(windows: Iterable<WebContents>): void {
    for (const contents of windows) if (!contents.isDestroyed()) contents.send(bridgeChannels.hostGone)
  }

  #asked(event: IpcMainEvent): void {
    const kind = this.#ports.kindOf(event.sender)
    const why = whyRefused(event, kind)
    if (kind === null || why !== null) {
      this.#ports.refused(`door: ${why ?? 'not a window of ours'}`)
      return
    }
    if (this.#ports.isHostReady()) this.#handOut(event.sender, kind)
    else this.#waiting.set(event.sender, kind)
  }

  #handOut(contents: WebContents, kind: WindowKind): void {
    this.#waiting.delete(contents)
    if (contents.isDestroyed()) return
    // A window may have moved on while it waited.
    if (!isPageOf(kind, contents.getURL())) {
      this.#ports.refused('door: the window has left its page')
      return
    }
    const { port1, port2 } = this.#ports.makeChannel()
    this.#ports.toHost(kind, port1, contents)
    contents.postMessage(bridgeChannels.door, null, [port2])
  }
}

/** A frame below the page, a page of another kind or address, or a frame that is gone may not have a door. */
function whyRefused(event: IpcMainEvent, kind: WindowKind | null): string | null {
  const frame = event.senderFrame
  if (kind === null) return 'not a window of ours'
  if (frame === null || frame.detached) return 'the frame is gone'
  if (frame.parent !== null) return 'a frame below the page'
  return isPageOf(kind, frame.url) ? null : 'not its own page'
}
