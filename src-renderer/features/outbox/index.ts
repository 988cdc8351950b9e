export { default as OutboxTray } from './OutboxTray.vue'
