import { randomBytes } from 'node:crypto'
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

interface Ground {
  readonly launch: HostLaunch
  readonly log: Log
  readonly say: (message: HostMessage) => void
  /** Why what is sealed here was not opened. */
  readonly trouble: Refusal
  readonly leave: Leave
}

/** A machine whose own key is gone: it may be put back, come out of its copy, or be replaced by another enrolment. */
export async function openKeyDesk(ground: Ground): Promise<RecoveryDesk> {
  const { launch, log, trouble, leave } = ground
  log.info(`recovery: ${trouble.code} ${trouble.detail ?? ''}`)
  const signals = new Signals()
  const hasCode = await hasRecoveryCode(launch.dataDir)
  const recovery = new KeyRecovery({
    trouble: { seat: launch.seat, code: trouble.code, detail: trouble.detail ?? '', hasCode, readable: null },
    bringBack: (code) => bringBack(ground, code),
    enrolAgain: (code) => enrolAgain(ground, code),
    leave: () => {
      leave(null)
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

/** What was sealed under the lost key is put aside and not erased: it opens again when the key should turn up. */
async function enrolAgain({ launch, log, say }: Ground, code: string): Promise<Result<null>> {
  const device = await enrolWith(launch, code)
  if (!device.ok) return device
  const key = randomBytes(32)
  const store = new DeviceStore(launch.dataDir, key)
  await store.setAside()
  await store.save(device.value)
  await dropRecoveryCode(launch.dataDir)
  log.info('recovery: this machine was enrolled again and has a new key')
  say({ type: 'device-key', key: key.toString('base64'), by: 'enrolment' })
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
