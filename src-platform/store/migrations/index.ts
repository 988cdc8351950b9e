import { migration as feed } from './0010-feed.ts'
import { migration as commands } from './0020-commands.ts'
import { migration as peopleAndDevices } from './0030-people-and-devices.ts'
import { migration as positions } from './0040-positions.ts'
import { migration as departmentCases } from './0050-department-cases.ts'
import { migration as unitsAndDigests } from './0060-units-and-digests.ts'
import { migration as anchors } from './0090-anchors.ts'
import { migration as keysAndDevices } from './0100-keys-and-devices.ts'
import { migration as retention } from './0110-retention.ts'
import { migration as cheapDigests } from './0120-cheap-digests.ts'
import { migration as keyProgress } from './0130-key-progress.ts'
import { migration as mapTiles } from './0140-map-tiles.ts'
import { migration as enrolmentClaims } from './0150-enrolment-claims.ts'
import type { Migration } from './migration.ts'

/** In order; the last one's number is the schema this program understands. */
export const migrations: readonly Migration[] = [
  feed,
  commands,
  peopleAndDevices,
  positions,
  departmentCases,
  unitsAndDigests,
  anchors,
  keysAndDevices,
  retention,
  cheapDigests,
  keyProgress,
  mapTiles,
  enrolmentClaims,
]
