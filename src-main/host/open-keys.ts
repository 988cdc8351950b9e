import { systemTimers } from '#shared/kernel/clock.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { Signals } from '../doors/signals.ts'
import { KeyKeeper, KeyRing, readKey, Sealer } from '../features/personal/index.ts'
import type { PlatformClient } from '../link/platform-client.ts'
import type { TimeKeeper } from '../link/time-keeper.ts'
import type { Device, DeviceStore } from './device-store.ts'
import type { Log } from './log.ts'

interface Parts {
  readonly device: Device
  readonly store: DeviceStore
  readonly client: PlatformClient
  readonly db: HallDb
  readonly signals: Signals
  readonly time: TimeKeeper
  readonly log: Log
}

/** The hall's keys of this machine: what seals with them, and what keeps them up to date. A wall has none and asks for none. */
export function openKeys({ device, store, client, db, signals, time, log }: Parts): {
  sealer: Sealer
  ring: KeyRing
  keys: KeyKeeper | null
} {
  const known = device.hallKey === null ? [] : [device.hallKey, ...device.olderKeys]
  const ring = new KeyRing(known.map(readKey), device.hallKey?.id ?? null)
  const sealer = new Sealer(ring)
  if (device.role === 'wall') return { sealer, ring, keys: null }
  const failed = (error: unknown): void => {
    log.error('hall keys', error)
  }
  const keys = new KeyKeeper({
    ring,
    sealer,
    timers: systemTimers,
    ask: client.hallKeys,
    keep: async ({ current, keys: all }) => {
      const hallKey = all.find(({ id }) => id === current) ?? null
      await store.update({ hallKey, olderKeys: all.filter(({ id }) => id !== current) })
    },
    learned: async (current) => {
      await db.ledger.audit({
        at: time.now(),
        person: null,
        post: null,
        what: 'keys.learned',
        subject: current,
        result: 'ok',
        detail: null,
      })
      signals.raise('cases', 'reference', 'drafts')
    },
    failed,
  })
  signals.listen((signal) => {
    if (signal !== 'reference') return
    db.cache.people().then((people) => {
      keys.noteSealed(people.map(({ verifier }) => verifier))
    }, failed)
  })
  return { sealer, ring, keys }
}
