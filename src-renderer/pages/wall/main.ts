import '#renderer/styles/index.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { restoreTheme } from '#renderer/composables/index.ts'
import { openDesk } from '#renderer/desk/index.ts'
import { i18n, restoreLocale } from '#renderer/i18n/index.ts'
import WallPage from './WallPage.vue'

// A wall is read from afar in a dim hall: dark, whatever the seats prefer.
restoreTheme('dark')
restoreLocale()
const app = createApp(WallPage).use(createPinia()).use(i18n)
openDesk(app, window)
app.mount('#app')
