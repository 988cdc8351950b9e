import { cases } from './cases.ts'
import { common } from './common.ts'
import { errors } from './errors.ts'
import { intake } from './intake.ts'
import { link } from './link.ts'
import { outbox } from './outbox.ts'
import { places } from './places.ts'
import { search } from './search.ts'
import { seat } from './seat.ts'
import { session } from './session.ts'
import { wall } from './wall.ts'

/** English: each area file is typed by the Chinese one. */
export const en = { cases, common, errors, intake, link, outbox, places, search, seat, session, wall }
