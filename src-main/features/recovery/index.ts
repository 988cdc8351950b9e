export { noRecovery, recoveryHandlers } from './handlers.ts'
export { LeaderCheck } from './leader-check.ts'
export { RecoveryService } from './recovery-service.ts'
