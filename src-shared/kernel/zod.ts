// The only import of zod. Its compiled validators probe `new Function`, which the windows' CSP forbids,
// so the interpreter is chosen before any schema exists.
import { z } from 'zod'

z.config({ jitless: true })

export { z }
