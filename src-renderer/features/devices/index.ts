export { default as DevicesPane } from './DevicesPane.vue'
