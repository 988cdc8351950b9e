export { Conductor } from './conductor.ts'
export { dayStartOf } from './day-start.ts'
export { wallHandlers } from './handlers.ts'
