export { default as RecoveryPage } from './RecoveryPage.vue'
export { default as StorageStrip } from './StorageStrip.vue'
export { useIsRecovering } from './use-is-recovering.ts'
