import { EventEmitter } from 'node:events'

/** Receives `ipcRenderer.send`; emitted to by WebContents. `invoke` is not modelled: nothing of ours uses it. */
export const ipcMain = new EventEmitter()
