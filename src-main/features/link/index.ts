export { cacheHandlers, linkHandlers } from './handlers.ts'
