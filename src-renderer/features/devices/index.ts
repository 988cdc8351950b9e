export { default as PinConfirm } from './PinConfirm.vue'
export { default as DevicesPane } from './DevicesPane.vue'
