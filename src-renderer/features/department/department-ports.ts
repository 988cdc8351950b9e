import { inject } from 'vue'
import type { InjectionKey } from 'vue'
import type { Timers } from '#shared/kernel/clock.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { DepartmentClient } from './department-client.ts'
import type { PictureBox } from './picture-box.ts'
import type { SessionKeep } from './session-keep.ts'
import type { UploadPicture } from './upload-picture.ts'

/** What the page needs of the world: the platform, this machine's stores, time. */
export interface DepartmentPorts {
  readonly client: DepartmentClient
  readonly keep: SessionKeep
  /** Outlives the window. */
  readonly storage: Storage
  readonly box: PictureBox
  readonly upload: UploadPicture
  readonly newId: () => CmdId
  readonly timers: Timers
}

export const departmentPorts: InjectionKey<DepartmentPorts> = Symbol('department ports')

export function usePorts(): DepartmentPorts {
  const ports = inject(departmentPorts)
  if (ports === undefined) throw new Error('the department page was not opened')
  return ports
}
