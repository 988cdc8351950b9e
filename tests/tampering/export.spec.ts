import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { exportAudit, publicKeyOf } from '#main/features/audit/export-audit.ts'
import type { ExportedAudit } from '#main/features/audit/export-audit.ts'
import { readExported } from '#main/features/audit/exported.ts'
import { Retention } from '#main/features/audit/retention.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { verifyAudit } from '#platform/verify-audit/verify-audit.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { anAudit } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'

const DAY = 86_400_000
const START = Date.parse('2025-01-15T00:00:00+08:00')
const person = PersonId.parse('1002')
const privateKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
const signer = { hall: 'main', seat: '1', device: 'd', privateKey }

/** One entry a day from 15 January 2025 on. */
function aTrail(days: number): { ledger: SyncApi<LedgerApi>; api: LedgerApi } {
  const ledger = aLedger()
  for (let day = 0; day < days; day += 1)
    ledger.audit(
      anAudit({ at: START + day * DAY, person, what: 'case.reveal-phone', detail: `回访 13812345678 第${String(day)}天` }),
    )
  // A synchronous answer passes for a promise of it where it is awaited.
  return { ledger, api: ledger as unknown as LedgerApi }
}
let folder: string
beforeEach(() => {
  folder = aDataFolder()
})
const exported = async (api: LedgerApi, fromDay: number, toDay: number): Promise<ExportedAudit> =>
  unwrap(
    await exportAudit(
      api,
      signer,
      { from: START + fromDay * DAY, to: START + toDay * DAY, exportedAt: START, exportedBy: person },
      { folder: join(folder, 'exports'), zoneOffsetMinutes: 480 },
    ),
  )
const check = ({ lines, manifest }: ExportedAudit, key: string | null = null): boolean => verifyAudit(lines, manifest, key).ok

const program = fileURLToPath(new URL('../../src-platform/verify-audit/main.ts', import.meta.url))

/** The program as npm runs it for somebody who stands in `folder`: its exit code, and what it said. */
function checkedAsAProgram(...args: readonly string[]): Promise<{ code: unknown; said: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; said: string }>()
  execFile(process.execPath, [program, ...args], { env: { ...process.env, INIT_CWD: folder } }, (error, out, faults) => {
    resolve({ code: error === null ? 0 : error.code, said: out + faults })
  })
  return promise
}

describe('an exported audit trail', () => {
  it('proves itself, and whose key signed it', async () => {
    const file = await exported(aTrail(40).api, 10, 20)

    expect(check(file)).toBe(true)
    expect(check(file, publicKeyOf(privateKey))).toBe(true)
    expect(check(file, 'another')).toBe(false)
    expect(file.lines.split('\n')).toHaveLength(11)
    expect(file.name).toBe('audit-1-20250125-20250204')
  })

  it('is checked by a program of its own, named from where the person stands', async () => {
    const file = await exported(aTrail(3).api, 0, 3)
    writeFileSync(join(folder, 'mine.ndjson'), file.lines)
    writeFileSync(join(folder, 'mine.manifest.json'), file.manifest)

    const proved = await checkedAsAProgram('mine.ndjson', '--key', publicKeyOf(privateKey))

    expect(proved.code).toBe(0)
    expect(proved.said).toContain('ok: whole: seat 1, 3 entries 1-3, signed with the key given')
    expect(await checkedAsAProgram('mine.ndjson', '--key', 'another')).toMatchObject({ code: 1 })
    expect(await checkedAsAProgram('other.ndjson')).toMatchObject({ code: 2 })
    expect(await checkedAsAProgram()).toMatchObject({ code: 2 })
    expect((await checkedAsAProgram('--help')).code).toBe(0)
  })

  it('stays on this machine too, for whoever asked may never save it', async () => {
    const { lines, manifest } = await exported(aTrail(40).api, 10, 20)

    const [kept, proof] = ['ndjson', 'manifest.json'].map((kind) =>
      join(folder, 'exports', `audit-1-20250125-20250204-11-20.${kind}`),
    ) as [string, string]
    expect([readFileSync(kept, 'utf8'), readFileSync(proof, 'utf8')]).toEqual([lines, manifest])
    expect([statSync(kept).mode & 0o777, statSync(join(folder, 'exports')).mode & 0o777]).toEqual([0o600, 0o700])
  })

  it('does not count where no copy could be kept', async () => {
    const { api } = aTrail(500)
    writeFileSync(join(folder, 'exports'), 'a file where the folder should be')

    await expect(exported(api, 0, 500)).rejects.toThrow('storage-failed')

    expect(await readExported(api)).toBe(0)
  })

  it('holds no telephone number, also where one was typed as a reason', async () => {
    const { lines } = await exported(aTrail(3).api, 0, 3)

    expect(lines).toContain('138****5678')
    expect(lines).not.toContain('13812345678')
  })

  it('is refused with any line changed, left out, doubled or moved, and with any member of the manifest changed', async () => {
    const file = await exported(aTrail(12).api, 0, 12)
    const rows = file.lines.split('\n').slice(0, -1)
    const put = (lines: readonly string[]): ExportedAudit => ({ ...file, lines: lines.map((line) => `${line}\n`).join('') })

    for (let at = 0; at < rows.length; at += 1) {
      expect(check(put(rows.toSpliced(at, 1)))).toBe(false)
      expect(check(put(rows.toSpliced(at, 0, rows[at]!)))).toBe(false)
      expect(check(put(rows.with(at, rows[at]!.replace('回访', '回放'))))).toBe(false)
    }
    expect(check(put(rows.toReversed()))).toBe(false)
    const told = JSON.parse(file.manifest) as Record<string, unknown>
    for (const [member, value] of Object.entries(told)) {
      const other = typeof value === 'number' ? value + 1 : typeof value === 'string' ? `x${value.slice(1)}` : null
      expect(check({ ...file, manifest: JSON.stringify({ ...told, [member]: other }) }), member).toBe(false)
    }
    for (const garbage of ['', '{}', 'null', '\0']) expect(check({ ...file, manifest: garbage })).toBe(false)
  })
})

describe('a trail older than a year', () => {
  const at = (text: string): number => Date.parse(text)
  const retention = (api: LedgerApi, now: number | null, anchoredTo = 1_000_000): Retention =>
    new Retention({
      ...{ ledger: api, timers: { after: () => () => undefined, every: () => () => undefined }, now: () => now },
      ...{ zoneOffsetMinutes: () => 480, anchoredTo: async () => anchoredTo },
      failed: (error) => {
        throw error
      },
    })

  it('stays whole until it was exported and anchored', async () => {
    const { api } = aTrail(500)
    const now = at('2026-05-29T12:00:00+08:00')

    expect(await retention(api, now).run()).toBe(0)
    await exported(api, 0, 500)
    expect(await retention(api, now, 0).run()).toBe(0)
    // The platform has not said its time yet.
    expect(await retention(api, null).run()).toBe(0)
    expect(await retention(api, now, 20).run()).toBe(20)
  })

  it('loses whole months off its front, and goes on from a signed cut', async () => {
    const { ledger, api } = aTrail(500)
    await exported(api, 0, 500)

    const gone = await retention(api, at('2026-05-29T12:00:00+08:00')).run()

    // 15 January to 30 April 2025.
    expect(gone).toBe(106)
    expect(ledger.auditEnds().first).toBe(107)
    expect(ledger.verify()).toBeNull()
    expect(check(await exported(api, 107, 400))).toBe(true)
    expect(await retention(api, at('2026-05-31T12:00:00+08:00')).run()).toBe(0)
    expect(await retention(api, at('2026-06-01T12:00:00+08:00')).run()).toBe(31)
    expect(ledger.verify()).toBeNull()
  })

  it('is not cut where an export has left a hole', async () => {
    const { api } = aTrail(500)
    await exported(api, 30, 500)

    expect(await retention(api, at('2026-05-29T12:00:00+08:00')).run()).toBe(0)
  })

  it('can be closed and opened again after a cut', async () => {
    const { ledger, api } = aTrail(500)
    await exported(api, 0, 500)
    await retention(api, at('2026-05-29T12:00:00+08:00')).run()

    ledger.audit(anAudit({ at: START, person, what: 'session.lock' }))

    expect(ledger.verify()).toBeNull()
    expect(
      ledger
        .auditPage({ before: null, limit: 3, text: '', persons: [], what: '', from: null, to: null })
        .rows.map(({ what }) => what),
    ).toEqual(['session.lock', 'audit.cut', 'case.reveal-phone'])
  })
})
