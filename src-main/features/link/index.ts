export { linkHandlers } from './handlers.ts'
