export { default as AuditPane } from './AuditPane.vue'
