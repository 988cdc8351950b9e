import type { App } from 'vue'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import { newCmdId } from '#shared/kernel/ids.ts'
import { DepartmentClient } from './department-client.ts'
import { departmentPorts } from './department-ports.ts'
import { storageOr } from './memory-storage.ts'
import { BrowserPictureBox } from './picture-box.ts'
import { SessionKeep } from './session-keep.ts'
import { tusUploads } from './upload-picture.ts'

/** Gives the page the platform it was served by, and this browser's stores. */
export function openDepartment(app: App, window: Window): void {
  const keep = new SessionKeep(storageOr(() => window.sessionStorage))
  const token = (): string | null => keep.now?.token ?? null
  app.provide(departmentPorts, {
    keep,
    client: new DepartmentClient(token),
    storage: storageOr(() => window.localStorage),
    box: new BrowserPictureBox(window.indexedDB),
    upload: tusUploads(window.location.origin, token),
    newId: () => newCmdId(systemClock, systemRandom),
    timers: systemTimers,
  })
}
