export { Conductor } from './conductor.ts'
export { dayStartOf } from './day-start.ts'
export { forVisitors } from './for-visitors.ts'
export { wallHandlers } from './handlers.ts'
