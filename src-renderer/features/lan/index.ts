export { default as LanCell } from './LanCell.vue'
export { default as ClaimMark } from './ClaimMark.vue'
export { claimWords, pendingWords } from './pending-words.ts'
