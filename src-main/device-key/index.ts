export { lockKey, unlockKey } from './locked-key.ts'
export { openSealed, writeSealed } from './sealed-file.ts'
export { hasRecoveryCode, makeRecoveryCode, unlockWithRecoveryCode } from './recovery.ts'
