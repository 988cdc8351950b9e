export { CommandWriter } from './command-writer.ts'
export type { Intent } from './command-writer.ts'
export { casesHandlers } from './handlers.ts'
export { sessionOf } from './session-of.ts'
