import type { App } from 'vue'
import { createDesk } from './desk.ts'
import { DeskLink } from './desk-link.ts'
import { useDeskStore } from './desk.store.ts'
import { portConnect } from './port-transport.ts'
import type { DoorBridge } from './port-transport.ts'
import type { Connect } from './transport.ts'
import { provideDesk } from './use-desk.ts'
import { webConnect } from './web-transport.ts'

declare global {
  interface Window {
    /** Put there by the preload of the Electron shell; absent in the browser shell. */
    readonly wanmiDoor?: DoorBridge
  }
}

function connectOf(target: Window): Connect {
  if (target.wanmiDoor !== undefined) return portConnect(target.wanmiDoor, target)
  const pass = target.sessionStorage.getItem('wanmi-pass') ?? ''
  return webConnect(`${target.location.origin.replace('http', 'ws')}/door`, pass)
}

/** Opens this window's door, whichever the shell, and gives the application its desk. Pinia must be installed first. */
export function openDesk(app: App, target: Window): void {
  const store = useDeskStore()
  const link = new DeskLink({
    connect: connectOf(target),
    onState: (state) => {
      store.state = state
    },
    onWelcome: (generation, hostTime, build) => {
      store.generation = generation
      store.hostBuild = build
      store.hearTime(hostTime)
    },
    onHostTime: store.hearTime,
  })
  provideDesk(app, createDesk(link))
}
