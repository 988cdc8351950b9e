export { AttachmentService } from './attachment-service.ts'
export { attachmentsHandlers } from './handlers.ts'
export { filesOfDraft, stageForCase } from './draft-files.ts'
export { syncFolder } from './sync-folder.ts'
