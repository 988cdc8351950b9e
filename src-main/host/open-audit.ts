import { join } from 'node:path'
import { systemTimers } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import { hasRecoveryCode, makeRecoveryCode } from '../device-key/index.ts'
import { Retention, SigningDesk } from '../features/audit/index.ts'
import type { AuditPorts } from '../features/audit/index.ts'
import type { Hall } from '../features/hall/index.ts'
import type { KeyRing } from '../features/personal/index.ts'
import { findDiskEncryption } from '../self-check/disk-encryption.ts'
import type { Device, DeviceStore } from './device-store.ts'
import type { HostLaunch } from './launch.ts'
import type { Log } from './log.ts'

interface Parts {
  readonly hall: Hall
  readonly device: Device
  readonly store: DeviceStore
  readonly ring: KeyRing
  readonly launch: HostLaunch
  readonly log: Log
  readonly zoneOffsetMinutes: () => number
  /** Number of the newest audit entry the platform has anchored. */
  readonly anchoredTo: () => Promise<number>
}

/** What the audit trail needs of this machine, and what keeps it no longer than it must. */
export function openAudit(parts: Parts): { audit: AuditPorts; retention: Retention } {
  const { hall, device, store, ring, launch, log, zoneOffsetMinutes, anchoredTo } = parts
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
    hasRecoveryCode: () => hasRecoveryCode(launch.dataDir),
    makeRecoveryCode: async () => ok(await makeRecoveryCode(launch.dataDir, Buffer.from(launch.deviceKey, 'base64'))),
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
