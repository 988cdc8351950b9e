export { default as LanCell } from './LanCell.vue'
export { claimWords, neighbourWords } from './pending-words.ts'
