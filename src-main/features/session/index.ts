export { afterFailure, isLocked, noAttempts } from './attempts.ts'
export { sessionHandlers } from './handlers.ts'
export { checkPin } from './pin-check.ts'
export { SessionService } from './session-service.ts'
