import type { Shape } from '../shape.ts'
import type { errors as zh } from '../zh/errors.ts'

export const errors: Shape<typeof zh> = {
  title: 'Something failed',
  code: 'code {code}',
  couldNot: 'Could not get {what}',
  line: '{sentence}. {next}',
  unknown: 'The platform gave an answer this machine does not know',
  unknownNext: 'Update this machine, or call the administrator',
}
