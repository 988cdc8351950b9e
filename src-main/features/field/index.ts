export { FieldService } from './field-service.ts'
export { fieldHandlers } from './handlers.ts'
