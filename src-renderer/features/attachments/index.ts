export { default as CaseGallery } from './CaseGallery.vue'
export { default as DraftFiles } from './DraftFiles.vue'
export { default as QueueCell } from './QueueCell.vue'
export { default as QueueTray } from './QueueTray.vue'
