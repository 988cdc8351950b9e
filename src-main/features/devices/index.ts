export { devicesHandlers } from './handlers.ts'
export type { DevicesPorts } from './handlers.ts'
