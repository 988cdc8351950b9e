import '#renderer/styles/index.css'
import { createApp } from 'vue'
import { loadFonts } from '#renderer/styles/load-fonts.ts'
import { restoreTheme } from '#renderer/composables/index.ts'
import { allWords, i18n, setLocale } from '#renderer/i18n/index.ts'
import GalleryPage from './GalleryPage.vue'
import SeatSample from './SeatSample.vue'
import SignInSample from './SignInSample.vue'
import WallSample from './WallSample.vue'

const asked = new URLSearchParams(location.search)
const pages = { sheet: GalleryPage, seat: SeatSample, signin: SignInSample, wall: WallSample }
const name = Object.keys(pages).find((page): page is keyof typeof pages => page === asked.get('page')) ?? 'sheet'

restoreTheme(asked.get('theme') === 'dark' ? 'dark' : 'light')
setLocale(asked.get('lang') === 'en' ? 'en' : 'zh-CN')
await loadFonts(allWords())
createApp(pages[name], { offline: asked.has('offline') }).use(i18n).mount('#app')
