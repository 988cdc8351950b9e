import '#renderer/styles/index.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { CaseId } from '#shared/kernel/ids.ts'
import { restoreTheme } from '#renderer/composables/index.ts'
import { provideDesk, useDeskStore } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { i18n, setLocale } from '#renderer/i18n/index.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { BoardPane } from '#renderer/features/evaluation/index.ts'
import { serveBoard } from '../fakes/sample-board.ts'
import { SampleHall } from '../fakes/sample-hall.ts'
import PreviewPage from '#renderer/pages/preview/PreviewPage.vue'

const asked = new URLSearchParams(location.search)
restoreTheme(asked.get('theme') === 'dark' ? 'dark' : 'light')
setLocale(asked.get('lang') === 'en' ? 'en' : 'zh-CN')

const hall = new SampleHall(Post.array().parse((asked.get('posts') ?? 'acceptor').split(',')))
hall.rung = asked.has('offline') ? 'offline' : 'normal'
hall.cases.isOffline = asked.has('offline')
serveBoard(hall.fake)
const app = (asked.get('page') === 'board' ? createApp(BoardPane, { hallName: '舒城县数字城管监督指挥中心' }) : createApp(PreviewPage)).use(createPinia()).use(i18n)
provideDesk(app, hall.fake.desk)
useDeskStore().state = 'here'
const workbench = useWorkbenchStore()
const wanted = CaseId.safeParse(asked.get('case'))
if (wanted.success) workbench.select({ kind: 'case', id: wanted.data })
app.mount('#app')
// For the photographer: what happens elsewhere in the hall, and a click on the map.
Object.assign(window, { hall, workbench, deskState: useDeskStore() })
