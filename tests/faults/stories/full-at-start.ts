// A seat is stopped between ledger and cache and started on a disk that has no room for the cache; then there is some.
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openHallDb } from '#main/db/open.ts'
import type { HallDb } from '#main/db/hall-db.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../../builders/a-command.ts'
import { aLink } from '../../builders/a-link.ts'
import { TestPlatform } from '../../builders/a-platform.ts'
import { caseId } from '../../builders/ids.ts'

const BEHIND = 200
/** Enough to open the files, too little for what the cache lacks. */
const LEFT_BYTES = 512 * 1024
const MOST_LOOKS = 300

const [, , disk = ''] = process.argv
const dataDir = join(disk, 'seat')
const filler = join(disk, 'filler')
const open = async (): Promise<HallDb> => unwrap(await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 1 }))

function fillDisk(): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(filler, Buffer.alloc(bavail * bsize - LEFT_BYTES, 'f'))
}

const isShown = async ({ cache }: HallDb, n: number): Promise<boolean> => (await cache.caseById(caseId(n))) !== null

mkdirSync(dataDir, { mode: 0o700 })
const before = await open()
await before.cacheWriter.applyPage(new TestPlatform().page(0, 100))
await before.cacheWriter.overlay(unwrap(await before.ledger.append([aReport(1, 1)], null)))
const more = Array.from({ length: BEHIND }, (_, i) => aReport(i + 2, i + 2, { description: '积水'.repeat(1_000) }))
unwrap(await before.ledger.append(more, null))
await before.close()

fillDisk()
const db = await open()
const failures: string[] = []
// Nobody answers there: with room the cache is brought up without the platform.
const link = aLink(db, new PlatformClient('http://127.0.0.1:9', 'token'), {
  failed: (where, error) => void failures.push(`${where}: ${String(error)}`),
})
await link.start()
const full = {
  owned: await isShown(db, 1),
  last: await isShown(db, BEHIND + 1),
  lastS: await db.ledger.lastS(),
  waiting: link.status().waiting,
  failed: failures.some((failure) => failure.startsWith('cache: ')),
}

rmSync(filler)
for (let look = 0; look < MOST_LOOKS && !(await isShown(db, BEHIND + 1)); look += 1) await pause(100)
const roomy = { owned: await isShown(db, 1), last: await isShown(db, BEHIND + 1), fault: await db.ledger.verify() }
await link.stop()
await db.close()
process.stdout.write(`${JSON.stringify({ full, roomy })}\n`)
