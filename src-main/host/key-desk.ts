import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { ok } from '#shared/kernel/result.ts'
import { openGuard } from '../db/open-guard.ts'
import { dropRecoveryCode, hasRecoveryCode, unlockWithRecoveryCode } from '../device-key/index.ts'
import { Signals } from '../doors/signals.ts'
import { KeyRecovery, keyRecoveryHandlers } from '../features/recovery/index.ts'
import { DeviceStore } from './device-store.ts'
import { enrolWith } from './enrol.ts'
import type { HostLaunch, HostMessage } from './launch.ts'
import type { Log } from './log.ts'
import { onLostThread } from './lost-thread.ts'
import type { Leave } from './lost-thread.ts'
import type { RecoveryDesk } from './recovery-host.ts'
import { forgetRevoked } from './revoked-credential.ts'

interface Ground {
  readonly launch: HostLaunch
  readonly log: Log
  readonly say: (message: HostMessage) => void
  /** Why what is sealed here was not opened. */
  readonly trouble: Refusal
  readonly leave: Leave
}

/** Its key does not open what is sealed here, what was sealed is gone, or the platform does not take it any more. */
const keyTroubles: readonly ErrorCode[] = ['sealed-unreadable', 'credential-missing', 'device-revoked']

/** What a machine cannot mend by itself. */
export const isKeyTrouble = (code: ErrorCode): boolean => keyTroubles.includes(code)

/** The last start has enrolled this machine under its spare key and ended before the shell had taken that for its own. */
export async function tellSpareTaken({ dataDir, deviceKey }: HostLaunch, say: (message: HostMessage) => void): Promise<void> {
  await dropRecoveryCode(dataDir)
  say({ type: 'device-key', key: deviceKey, by: 'enrolment' })
}

/** A machine whose own key is gone: it may be put back, come out of its copy, or be replaced by another enrolment. */
export async function openKeyDesk(ground: Ground): Promise<RecoveryDesk> {
  const { launch, log, trouble, leave } = ground
  log.info(`recovery: ${trouble.code} ${trouble.detail ?? ''}`)
  const signals = new Signals()
  // Where the key is there, a copy of it brings nothing back.
  const hasCode = (trouble.code === 'sealed-unreadable' || launch.isKeySpare) && (await hasRecoveryCode(launch.dataDir))
  const recovery = new KeyRecovery({
    trouble: {
      ...{ seat: launch.seat, code: trouble.code, detail: trouble.detail ?? '', hasCode, keepsKey: !launch.isKeySpare },
      readable: null,
    },
    bringBack: (code) => bringBack(ground, code),
    enrolAgain: (code) => enrolAgain(ground, code),
    // Whoever looks again has put another credential back, or the platform is to be asked once more.
    leave: () => {
      void forgetRevoked(launch.dataDir)
        .catch((error: unknown) => {
          log.error('recovery', error)
        })
        .then(() => {
          leave(null)
        })
    },
  })
  const counting = countCommands(ground)
  void counting.then((readable) => {
    recovery.counted(readable)
    signals.raise('recovery')
  })
  return {
    trouble: trouble.code,
    handlers: keyRecoveryHandlers(recovery),
    signals,
    close: async () => {
      await counting
    },
  }
}

async function bringBack({ launch, log, say }: Ground, code: string): Promise<Result<null>> {
  const key = await unlockWithRecoveryCode(launch.dataDir, code)
  if (!key.ok) return key
  // A copy of another key would only replace one trouble by another.
  const opened = await new DeviceStore(launch.dataDir, key.value).load()
  if (!opened.ok) return opened
  log.info('recovery: the key of this machine is back')
  say({ type: 'device-key', key: key.value.toString('base64'), by: 'code' })
  return ok(null)
}

/**
 * What was sealed under the lost key is put aside and not erased: it opens again when the key should turn up. The machine goes on
 * under a key that the shell guards already, its own or a spare one, so whenever the power goes the same code is good again, or
 * not needed any more.
 */
async function enrolAgain({ launch, log, say, trouble }: Ground, code: string): Promise<Result<null>> {
  const device = await enrolWith(launch, code)
  if (!device.ok) return device
  const store = new DeviceStore(launch.dataDir, Buffer.from(launch.deviceKey, 'base64'))
  await store.setAside()
  await store.save(device.value)
  // Only a key that never failed here is known to be the one the copy was made of.
  if (launch.isKeySpare || trouble.code === 'sealed-unreadable') await dropRecoveryCode(launch.dataDir)
  log.info(`recovery: this machine was enrolled again${launch.isKeySpare ? ' and has a new key' : ''}`)
  say({ type: 'device-key', key: launch.deviceKey, by: 'enrolment' })
  return ok(null)
}

/** The ledger is not sealed under the key: what stands in it can be told. It is only looked at. */
async function countCommands({ launch, log, leave }: Ground): Promise<number | null> {
  try {
    const guard = await openGuard({ dataDir: launch.dataDir, seat: launch.seat, lock: true }, onLostThread(log, leave))
    if (!guard.ok) return null
    try {
      return (await guard.value.inspect()).readable
    } finally {
      await guard.value.close()
    }
  } catch (error) {
    log.error('recovery', error)
    return null
  }
}
