export { lanHandlers } from './handlers.ts'
export { HallLan } from './hall-lan.ts'
export type { HallLanOptions } from './hall-lan.ts'
export { goWithoutLan } from './without-lan.ts'
