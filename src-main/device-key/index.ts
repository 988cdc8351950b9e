export { lockKey, unlockKey } from './locked-key.ts'
export { openSealed, replacePrivate, writeSealed } from './sealed-file.ts'
export {
  dropRecoveryCode,
  hasNotedCode,
  hasRecoveryCode,
  makeRecoveryCode,
  provesNewCode,
  takeNewCode,
  unlockWithRecoveryCode,
} from './recovery.ts'
export { hasServed } from './traces.ts'
