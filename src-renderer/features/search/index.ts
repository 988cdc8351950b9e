export type { Command } from './command.ts'
export { default as CommandBar } from './CommandBar.vue'
