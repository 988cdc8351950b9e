export { sessionHandlers } from './handlers.ts'
export { SessionService } from './session-service.ts'
