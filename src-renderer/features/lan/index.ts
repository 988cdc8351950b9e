export { default as LanCell } from './LanCell.vue'
export { claimWords, pendingWords } from './pending-words.ts'
