import '#renderer/styles/index.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { restoreTheme } from '#renderer/composables/index.ts'
import { openDepartment } from '#renderer/features/department/index.ts'
import { i18n, restoreLocale } from '#renderer/i18n/index.ts'
import DepartmentPage from './DepartmentPage.vue'

restoreTheme()
restoreLocale()
const app = createApp(DepartmentPage).use(createPinia()).use(i18n)
openDepartment(app, window)
app.mount('#app')
