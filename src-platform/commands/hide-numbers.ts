import { ActBody } from '#shared/domain/case/acts.ts'
import { hideNumbersIn } from '#shared/domain/personal/hide-in-act.ts'
import type { NumberSealer } from '#shared/domain/personal/hide-in-act.ts'
import { phoneHasher, seal } from '../auth/seal.ts'
import { currentHallKey } from '../keys/hall-keys.ts'
import type { HallKey } from '../store/hall.ts'
import type { Tx } from '../store/migrations/migration.ts'
import type { ArrivedCommand } from './arrived-command.ts'

/**
 * What departments and inspectors type has met no seat and no hall key: its telephone and identity numbers are masked and sealed
 * here, before anything of it is written down. The hash stays that of what was sent, so a repeat is still the same command.
 */
export async function withNumbersHidden(tx: Tx, hall: string, command: ArrivedCommand): Promise<ArrivedCommand> {
  const { envelope } = command
  const given = envelope.seat === null && command.fault === null ? ActBody.safeParse(envelope.body) : undefined
  if (given?.success !== true) return command
  const body = hideNumbersIn(given.data, envelope.caseId, envelope.id, sealerUnder(await currentHallKey(tx, hall)))
  return body === given.data ? command : { ...command, envelope: { ...envelope, body }, bodyJson: JSON.stringify(body) }
}

function sealerUnder(key: HallKey): NumberSealer {
  const phoneKey = phoneHasher(key)
  return {
    phoneKey,
    seal: (plain, place) => {
      const [kind = '', id = '', field = ''] = place.split(':')
      return seal(key, { kind, id, field }, plain)
    },
  }
}
