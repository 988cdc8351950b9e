export { lockKey, unlockKey } from './locked-key.ts'
export { hasRecoveryCode, makeRecoveryCode, unlockWithRecoveryCode } from './recovery.ts'
