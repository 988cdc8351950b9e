import type { Clock, Random } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { HallDb } from '../../db/hall-db.ts'
import type { Signals } from '../../doors/signals.ts'
import type { LanService } from '../../lan/lan-service.ts'
import type { LinkService } from '../../link/link-service.ts'
import type { PlatformClient } from '../../link/platform-client.ts'
import type { TimeKeeper } from '../../link/time-keeper.ts'
import type { Sealer } from '../personal/index.ts'

/** What every feature of this machine's host may use. Made once by the composition root. */
export interface Hall {
  readonly seat: SeatId
  readonly version: string
  readonly db: HallDb
  readonly link: LinkService
  readonly client: PlatformClient
  readonly time: TimeKeeper
  readonly clock: Clock
  readonly random: Random
  readonly sealer: Sealer
  readonly signals: Signals
  /** The other machines of this hall; absent where this one was started without 本厅互联. */
  readonly lan?: Pick<LanService, 'claim' | 'status' | 'keepWall' | 'tellWalls'> | null
  /** Is there room for something new, and not only for what is on its way? Absent where nobody looks after the disk. */
  readonly hasRoom?: () => Promise<boolean>
}
