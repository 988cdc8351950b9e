import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { acquireInstanceLock, lockHolder } from './instance-lock.ts'
import { identify } from './process-identity.ts'

let base: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hall-lock-'))
})
afterEach(() => {
  rmSync(base, { recursive: true, force: true })
})

describe('a data folder', () => {
  it('belongs to one instance, which the second is told by its number', () => {
    unwrap(acquireInstanceLock(base))

    const second = acquireInstanceLock(base)

    expect(second).toEqual({ ok: false, error: { code: 'already-running', detail: `pid ${String(process.pid)}` } })
  })

  it('is free again after a release, again and again', () => {
    for (let round = 0; round < 5; round += 1) unwrap(acquireInstanceLock(base)).release()

    expect(lockHolder(base)).toBeNull()
    expect(readdirSync(base)).toHaveLength(1)
  })

  it('is free when its holder was killed', async () => {
    const holder = spawn('sleep', ['60'])
    writeFileSync(join(base, 'shell.7.lock'), JSON.stringify(identify(holder.pid!, [])))
    const heldBefore = lockHolder(base)
    holder.kill('SIGKILL')
    await once(holder, 'exit')

    const taken = acquireInstanceLock(base)

    expect(heldBefore).toBe(holder.pid)
    expect(taken.ok).toBe(true)
  })

  it.runIf(process.platform === 'linux')('is free when another program has its holder’s number by now', () => {
    writeFileSync(join(base, 'shell.7.lock'), JSON.stringify({ pid: process.pid, started: 'an earlier boot:17', marks: [] }))

    expect(acquireInstanceLock(base).ok).toBe(true)
  })

  it.each(['', '{', '{"pid":"x"}', 'null', '[]'])('is free when a power cut left %j as its lock', (left) => {
    writeFileSync(join(base, 'shell.7.lock'), left)

    expect(acquireInstanceLock(base).ok).toBe(true)
  })

  it('that does not exist, or is a file, is held by nobody', () => {
    writeFileSync(join(base, 'file'), '')

    expect([lockHolder(join(base, 'none')), lockHolder(join(base, 'file'))]).toEqual([null, null])
  })
})
