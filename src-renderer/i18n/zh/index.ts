import { attachments } from './attachments.ts'
import { audit } from './audit.ts'
import { cases } from './cases.ts'
import { charts } from './charts.ts'
import { common } from './common.ts'
import { department } from './department.ts'
import { devices } from './devices.ts'
import { errors } from './errors.ts'
import { evaluation } from './evaluation.ts'
import { field } from './field.ts'
import { intake } from './intake.ts'
import { lan } from './lan.ts'
import { link } from './link.ts'
import { outbox } from './outbox.ts'
import { places } from './places.ts'
import { recovery } from './recovery.ts'
import { search } from './search.ts'
import { seat } from './seat.ts'
import { session } from './session.ts'
import { wall } from './wall.ts'

/** Simplified Chinese: the language the hall is written in; its shape is the shape of every language. */
export const zh = {
  attachments, audit, cases, charts, common, department, devices, errors, evaluation, field,
  intake, lan, link, outbox, places, recovery, search, seat, session, wall,
}
