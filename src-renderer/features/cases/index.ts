export { default as CaseColumn } from './CaseColumn.vue'
export { statusOfBrief } from './case-status.ts'
export { default as WorkListColumn } from './WorkListColumn.vue'
export { useWorkListsStore } from './work-lists.store.ts'
