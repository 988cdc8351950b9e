export { default as DepartmentDesk } from './DepartmentDesk.vue'
export { default as DepartmentSignIn } from './DepartmentSignIn.vue'
export { openDepartment } from './open-department.ts'
export { useDepartmentSession } from './session.store.ts'
