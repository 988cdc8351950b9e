import { join } from 'node:path'
import { systemTimers } from '#shared/kernel/clock.ts'
import { hasNotedCode, makeRecoveryCode, provesNewCode, takeNewCode } from '../device-key/index.ts'
import { Retention, SigningDesk } from '../features/audit/index.ts'
import type { AuditPorts, RecoveryCodePorts } from '../features/audit/index.ts'
import type { Hall } from '../features/hall/index.ts'
import type { KeyRing } from '../features/personal/index.ts'
import type { SessionService } from '../features/session/index.ts'
import { findDiskEncryption } from '../self-check/disk-encryption.ts'
import type { Device, DeviceStore } from './device-store.ts'
import type { HostLaunch } from './launch.ts'
import type { Log } from './log.ts'

interface Parts {
  readonly hall: Hall
  readonly session: Pick<SessionService, 'prove'>
  readonly device: Device
  readonly store: DeviceStore
  readonly ring: KeyRing
  readonly launch: HostLaunch
  readonly log: Log
  readonly zoneOffsetMinutes: () => number
  /** Number of the newest audit entry the platform has anchored. */
  readonly anchoredTo: () => Promise<number>
}

/** The codes that bring back this machine's key, made for whoever sits there. */
export function recoveryCodeOf(
  { dataDir, deviceKey }: Pick<HostLaunch, 'dataDir' | 'deviceKey'>,
  session: Parts['session'],
): RecoveryCodePorts {
  return {
    prove: (person, secret) => session.prove(person, secret),
    isNoted: () => hasNotedCode(dataDir),
    make: () => makeRecoveryCode(dataDir, Buffer.from(deviceKey, 'base64')),
    provesNew: (code) => provesNewCode(dataDir, code),
    takeNew: () => takeNewCode(dataDir),
  }
}

/** What the audit trail needs of this machine, and what keeps it no longer than it must. */
export function openAudit(parts: Parts): { audit: AuditPorts; retention: Retention } {
  const { hall, session, device, store, ring, launch, log, zoneOffsetMinutes, anchoredTo } = parts
  const signing = new SigningDesk({
    stored: device.signingKey,
    keep: (signingKey) => store.update({ signingKey }),
    register: hall.client.registerSigningKey,
  })
  const audit: AuditPorts = {
    signing,
    hallId: device.hall,
    deviceId: device.deviceId,
    exportPlace: () => ({ folder: join(launch.dataDir, 'exports', 'audit'), zoneOffsetMinutes: zoneOffsetMinutes() }),
    hallKeyIds: () => ring.all.map(({ id }) => id),
    diskEncryption: () => findDiskEncryption(launch.dataDir),
    recoveryCode: recoveryCodeOf(launch, session),
  }
  const retention = new Retention({
    ledger: hall.db.ledger,
    timers: systemTimers,
    now: () => (hall.time.offsetMs === null || hall.time.doubtful ? null : hall.time.now()),
    zoneOffsetMinutes,
    anchoredTo,
    failed: (error) => {
      log.error('audit retention', error)
    },
  })
  return { audit, retention }
}
