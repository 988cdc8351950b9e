import '#renderer/styles/index.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { restoreTheme } from '#renderer/composables/index.ts'
import { openDesk } from '#renderer/desk/index.ts'
import { i18n, restoreLocale } from '#renderer/i18n/index.ts'
import SeatPage from './SeatPage.vue'

restoreTheme()
restoreLocale()
const app = createApp(SeatPage).use(createPinia()).use(i18n)
openDesk(app, window)
app.mount('#app')
