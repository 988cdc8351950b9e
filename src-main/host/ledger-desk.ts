import { systemClock } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { openGuard, openRoster } from '../db/open-guard.ts'
import { Signals } from '../doors/signals.ts'
import { KeyRing, readKey, Sealer } from '../features/personal/index.ts'
import { LeaderCheck, recoveryHandlers, RecoveryService } from '../features/recovery/index.ts'
import { PlatformClient } from '../link/platform-client.ts'
import type { Device } from './device-store.ts'
import type { HostLaunch } from './launch.ts'
import type { Log } from './log.ts'
import { onLostThread } from './lost-thread.ts'
import type { Leave } from './lost-thread.ts'
import type { RecoveryDesk } from './recovery-host.ts'

interface Ground {
  readonly launch: HostLaunch
  readonly log: Log
  readonly device: Device
  /** Why the ledger was not opened. */
  readonly trouble: Refusal
  readonly leave: Leave
}

/** A ledger that cannot be trusted, and who may decide about it. */
export async function openLedgerDesk({ launch, log, device, trouble, leave }: Ground): Promise<Result<RecoveryDesk>> {
  const onFailure = onLostThread(log, leave)
  const guard = await openGuard({ dataDir: launch.dataDir, seat: launch.seat, lock: true }, onFailure)
  if (!guard.ok) return guard
  log.info(`recovery: ${trouble.code} ${trouble.detail ?? ''}`)
  const roster = await openRoster(launch.dataDir, onFailure)
  const signals = new Signals()
  const client = new PlatformClient(launch.platformUrl, device.token, { ca: launch.platformCa })
  const keys = device.hallKey === null ? [] : [device.hallKey, ...device.olderKeys]
  const sealer = new Sealer(new KeyRing(keys.map(readKey), device.hallKey?.id ?? null))
  const service = new RecoveryService({
    ...{ seat: launch.seat, trouble, guard: guard.value, client, hasRoster: roster !== null, clock: systemClock },
    leave: () => {
      leave(null)
    },
    leaders: new LeaderCheck({ roster, client, sealer, guard: guard.value, clock: systemClock }),
    changed: () => {
      signals.raise('recovery')
    },
  })
  return ok({
    trouble: trouble.code,
    handlers: recoveryHandlers(service),
    signals,
    close: async () => {
      await roster?.close()
      await guard.value.close()
    },
  })
}
