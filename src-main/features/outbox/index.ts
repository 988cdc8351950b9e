export { outboxHandlers } from './handlers.ts'
