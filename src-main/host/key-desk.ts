import type { Refusal, Result } from '#shared/kernel/result.ts'
import { ok } from '#shared/kernel/result.ts'
import { unlockWithRecoveryCode } from '../device-key/index.ts'
import { Signals } from '../doors/signals.ts'
import { KeyRecovery, keyRecoveryHandlers } from '../features/recovery/index.ts'
import { DeviceStore } from './device-store.ts'
import type { HostLaunch, HostMessage } from './launch.ts'
import type { Log } from './log.ts'
import type { Leave } from './lost-thread.ts'
import type { RecoveryDesk } from './recovery-host.ts'

interface Ground {
  readonly launch: HostLaunch
  readonly log: Log
  readonly say: (message: HostMessage) => void
  /** Why what is sealed here was not opened. */
  readonly trouble: Refusal
  readonly leave: Leave
}

/** A machine whose own key is gone while a copy of it lies here under a recovery code. */
export function keyDesk({ launch, log, say, trouble, leave }: Ground): RecoveryDesk {
  log.info(`recovery: ${trouble.code} ${trouble.detail ?? ''}`)
  const bringBack = async (code: string): Promise<Result<null>> => {
    const key = await unlockWithRecoveryCode(launch.dataDir, code)
    if (!key.ok) return key
    // A copy of another key would only replace one trouble by another.
    const opened = await new DeviceStore(launch.dataDir, key.value).load()
    if (!opened.ok) return opened
    log.info('recovery: the key of this machine is back')
    say({ type: 'device-key', key: key.value.toString('base64') })
    return ok(null)
  }
  const recovery = new KeyRecovery({
    trouble: { seat: launch.seat, code: trouble.code, detail: trouble.detail ?? '' },
    bringBack,
    leave: () => {
      leave(null)
    },
  })
  return {
    trouble: trouble.code,
    handlers: keyRecoveryHandlers(recovery),
    signals: new Signals(),
    close: () => Promise.resolve(),
  }
}
