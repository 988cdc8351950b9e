// A seat takes calls until its disk is full, is refused, gets room and goes on; then its disk is full at the start.
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHallDb } from '#main/db/open.ts'
import type { HallDb } from '#main/db/hall-db.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../../builders/a-command.ts'

const [, , disk = ''] = process.argv
const dataDir = join(disk, 'seat')
const filler = join(disk, 'filler')
const open = async (): Promise<HallDb> => unwrap(await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 1 }))
let n = 0

/** Takes calls until one is refused; how many were saved, and the refusal. */
async function takeCalls(db: HallDb): Promise<{ saved: number; code: string }> {
  for (let saved = 0; ; saved += 1) {
    n += 1
    const appended = await db.ledger.append([aReport(n, n, { description: '积水'.repeat(1_000) })], null)
    if (!appended.ok) return { saved, code: appended.error.code }
  }
}

/** Leaves not one block free. */
function fillDisk(): void {
  for (let size = 1024 * 1024; size >= 4_096; size /= 2) {
    for (let k = 0; statfsSync(disk).bavail * statfsSync(disk).bsize >= size; k += 1) {
      writeFileSync(`${filler}-${String(size)}-${String(k)}`, Buffer.alloc(size, 'f'))
    }
  }
}

function giveRoom(): void {
  for (const name of readdirSync(disk)) if (name.startsWith('filler')) rmSync(join(disk, name))
}

mkdirSync(dataDir, { mode: 0o700 })
const first = await open()
unwrap(await first.ledger.append([aReport((n += 1), n)], null))
fillDisk()
const full = await takeCalls(first)
const told = { lastS: await first.ledger.lastS(), fault: await first.ledger.verify() }
giveRoom()
const after = await first.ledger.append([aReport((n += 1), n)], null)
const lastS = await first.ledger.lastS()
await first.close()

fillDisk()
const atStart = await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 1 })
const startWord = atStart.ok ? 'opened' : atStart.error.code
if (atStart.ok) await atStart.value.close()
giveRoom()
const again = await open()
const end = { lastS: await again.ledger.lastS(), fault: await again.ledger.verify() }
await again.close()
process.stdout.write(`${JSON.stringify({ full, told, after: after.ok, lastS, startWord, end })}\n`)
