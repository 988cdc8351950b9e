import { randomBytes } from 'node:crypto'
import { AxiosHeaders } from 'axios'
import { Signals } from '#main/doors/signals.ts'
import type { LedgerApi } from '#main/db/ledger-api.ts'
import { AttachmentService } from '#main/features/attachments/index.ts'
import type { Hall } from '#main/features/hall/index.ts'
import { Sealer } from '#main/features/personal/index.ts'
import { AttachmentClient } from '#main/link/attachment-client.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { openHallDbInProcess } from '../simulation/hall-db-in-process.ts'

/** A machine with files: real ledger, cache and store, and a platform that has whatever it is asked for. */
export interface FileMachine {
  readonly hall: Hall
  readonly service: AttachmentService
  readonly ledger: LedgerApi
  readonly failures: string[]
  /** A copy of something the platform has. */
  put(): Promise<string>
  close(): Promise<void>
}

export async function aFileMachine(dataDir: string, mostCachedBytes?: number): Promise<FileMachine> {
  const db = unwrap(await openHallDbInProcess({ dataDir, seat: '1', lastS: 0, readers: 1 }))
  const client = new AttachmentClient('http://127.0.0.1:9', 'token', {
    adapter: (config) => {
      const hash = config.url?.split('/').at(-1) ?? ''
      const headers = new AxiosHeaders({ 'etag': `"${hash}"`, 'content-length': '900' })
      return Promise.resolve({ data: '', status: 200, statusText: '', headers, config })
    },
  })
  const hall = {
    ...{ db, clock: systemClock, random: systemRandom, time: systemClock, signals: new Signals() },
    sealer: new Sealer({ id: 'k', key: Buffer.alloc(32, 9) }),
    link: { isOffline: true, platformLife: null, status: () => ({ waiting: 0, rung: 'offline' }) },
    // As far as files need the rest of a hall.
  } as unknown as Hall
  const failures: string[] = []
  const service = await AttachmentService.open(hall, {
    ...{ dataDir, deviceKey: new Uint8Array(32), client, servesPlayers: false },
    onFailure: (where, error) => void failures.push(`${where}: ${String(error)}`),
    ...(mostCachedBytes === undefined ? {} : { mostCachedBytes }),
  })
  const put = async (): Promise<string> => {
    const writer = unwrap(await service.store.writer(900))
    await writer.write(randomBytes(900))
    return unwrap(await service.store.keep(writer, systemClock.now())).hash
  }
  const close = async (): Promise<void> => {
    await service.stop()
    await db.close()
  }
  return { hall, service, ledger: db.ledger, failures, put, close }
}
