import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { loseTable } from '#tests/builders/spoiled-cache.ts'
import { markDamaged, openCacheWriter } from './cache/open-cache.ts'
import { openCacheInspector } from './queries/open-inspector.ts'
import { serveCalls } from './rpc.ts'
import type { RpcReply } from './rpc.ts'

/** A cache in whose list of tables one is missing. */
function aCacheWithoutTable(): string {
  const dataDir = aDataFolder()
  unwrap(openCacheWriter(dataDir)).close()
  loseTable(dataDir, 'progress')
  return dataDir
}

/** What a worker that only reads it says to one call. */
async function askedOf(dataDir: string, onDamaged?: () => void): Promise<RpcReply> {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => {
    port1.close()
  })
  serveCalls(port2, unwrap(openCacheInspector(dataDir)), onDamaged)
  const replied = once(port1, 'message')
  port1.postMessage({ id: 1, op: 'digests', args: [] })
  const [reply] = (await replied) as [RpcReply]
  return reply
}

it('a name that is not in a cache’s list of tables is damage: it is said so, and the next start knows', async () => {
  const dataDir = aCacheWithoutTable()

  const reply = await askedOf(dataDir, () => {
    markDamaged(dataDir)
  })

  expect(reply).toMatchObject({ ok: false, damaged: true, refusal: { code: 'storage-failed', detail: 'no such table: progress' } })
  expect(existsSync(join(dataDir, 'cache.damaged'))).toBe(true)
})

it('JSON that is none any more is damage, not a fault of the program', async () => {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => {
    port1.close()
  })
  let told = 0
  serveCalls(port2, { caseById: () => JSON.parse('{"id": ') as unknown }, () => (told += 1))
  const replied = once(port1, 'message')
  port1.postMessage({ id: 1, op: 'caseById', args: [] })

  expect(await replied).toMatchObject([{ ok: false, damaged: true, refusal: { code: 'storage-failed', detail: 'JSON' } }])
  expect(told).toBe(1)
})

it('of a file that cannot be made anew it is a fault of the program', async () => {
  const reply = await askedOf(aCacheWithoutTable())

  expect('fault' in reply && reply.fault).toContain('no such table: progress')
})
