export { useSessionStore } from './session.store.ts'
export { default as SignInPage } from './SignInPage.vue'
export { useIdleLock } from './use-idle-lock.ts'
export { zoneName } from './zone-name.ts'
