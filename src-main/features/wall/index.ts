export { dayStartOf, wallHandlers } from './handlers.ts'
