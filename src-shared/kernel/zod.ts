// The only import of zod. Its compiled validators are made by `new Function`, which the windows' CSP forbids and reports, so in
// pages and their workers the interpreter is chosen before any schema exists. Where there is no page they check rows of the feed
// in half the time.
import { z } from 'zod'

z.config({ jitless: 'document' in globalThis || 'WorkerGlobalScope' in globalThis })

export { z }
