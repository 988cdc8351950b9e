import { createHash } from 'node:crypto'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { NeighbourHead } from '../db/ledger-api.ts'
import type { OfferedCommand } from './lines.ts'

/**
 * What is wrong with a command a neighbour tells, null when nothing is: it must be of that seat, say what its hash says, and
 * follow the one known before it.
 */
export function faultOf({ command }: OfferedCommand, seat: SeatId, head: NeighbourHead | null): string | null {
  if (command.seat !== seat) return `seat ${command.seat} in the name of ${seat}`
  const { hash, ...members } = command
  const reckoned = createHash('sha256').update(canonicalJson(members), 'utf8').digest('hex')
  if (reckoned !== hash) return `hash of ${command.s}`
  if (head === null) return null
  if (command.s === head.s && hash !== head.hash) return `two commands ${command.s}`
  return command.s === head.s + 1 && command.prev !== head.hash ? `${command.s} does not follow ${head.s}` : null
}
