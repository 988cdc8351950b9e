// A program of its own, started by the platform: builds the file that a new seat downloads instead of reading the whole feed.
// It gets its order as the first line of stdin, says how it goes on stdout, and ends when stdin does.
import { constants, setPriority } from 'node:os'
import type { Refusal } from '#shared/kernel/result.ts'
import { BuildOrder } from '#shared/platform-api/snapshot-builder.ts'
import type { BuilderLine } from '#shared/platform-api/snapshot-builder.ts'
import { storageRefusal } from '../db-worker/storage-errors.ts'
import { buildSnapshot } from './build-snapshot.ts'

function say(line: BuilderLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function sayRefused({ code, detail }: Refusal): void {
  say({ type: 'refused', code, detail: detail ?? null })
  process.exitCode = 1
}

function readOrder(text: string): BuildOrder | undefined {
  try {
    return BuildOrder.safeParse(JSON.parse(text)).data
  } catch {
    // Not JSON: whoever has started this is not the platform.
    return undefined
  }
}

async function carryOut(text: string): Promise<void> {
  const order = readOrder(text)
  if (order === undefined) {
    sayRefused({ code: 'bad-request', detail: 'order' })
    return
  }
  try {
    const built = await buildSnapshot(order, say)
    if (built.ok) say({ type: 'built', snapshot: built.value })
    else sayRefused(built.error)
  } catch (error) {
    const refusal = storageRefusal(error)
    if (refusal === undefined) throw error
    sayRefused(refusal)
  }
}

// Threads made from here on, those of compression too, stand behind everything else on this machine.
setPriority(constants.priority.PRIORITY_LOW)
let order = ''
process.stdin.setEncoding('utf8').on('data', function take(text: string) {
  order += text
  if (!order.includes('\n')) return
  process.stdin.off('data', take).resume()
  // An open stdin would keep the program alive.
  void carryOut(order).then(() => process.stdin.destroy())
})
// The platform is gone, or does not want the file any more.
process.stdin.once('end', () => process.exit(1))
