export { mapHandlers } from './handlers.ts'
export { hallBounds } from './hall-bounds.ts'
export { MapRevisions } from './revisions.ts'
