export { mapHandlers } from './handlers.ts'
export { MapRevisions } from './revisions.ts'
