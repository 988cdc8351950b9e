// The whole way with real parts: the Los Angeles file through the importer into a platform on PostgreSQL, and back by the feed.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CaseRow } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'
import { ChangesPage } from '#shared/platform-api/changes.ts'
import { Health } from '#shared/platform-api/system.ts'
import { runImport } from '#platform/import/run-import.ts'
import { recount } from './recount-la311.ts'
import type { AgencyCount } from './recount-la311.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '../shared/data/cases-la311')
const file = join(folder, 'la311-2018.csv')
const grids = join(folder, 'la-neighborhoods-2020.geojson')
const isHere = existsSync(file) && existsSync(grids)
if (!isHere) process.stderr.write(`skipped: the Los Angeles requests are not in ${folder}\n`)

const Ready = z.object({ type: z.literal('platform-ready'), url: z.string() })

async function startPlatform(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const args = [join(root, 'src-platform/main.ts'), '--data-dir', dataDir, '--town', 'small']
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = Ready.safeParse(JSON.parse(line))
    if (ready.success) return { child, url: ready.data.url }
  }
  throw new Error('the platform ended before it was ready')
}

/** Every case in the feed that came from Los Angeles. */
async function readCases(url: string, token: string): Promise<CaseRow[]> {
  const ask = async <S extends z.ZodType>(schema: S, path: string): Promise<z.infer<S>> => {
    const reply = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
    return schema.parse(await reply.json())
  }
  const { epoch } = await ask(Health, '/v1/health')
  const cases: CaseRow[] = []
  for (let seq = 0, more = true; more;) {
    const page = await ask(ChangesPage, `/v1/changes?epoch=${epoch}&seq=${seq}&limit=5000&kinds=case`)
    cases.push(...page.changes.map((change) => CaseRow.parse(change.row)))
    seq = page.next
    more = page.more
  }
  return cases.filter(({ externalId }) => externalId?.startsWith('la311:'))
}

function countOf(cases: readonly CaseRow[]): Record<string, AgencyCount> {
  const agencies: Record<string, AgencyCount> = {}
  for (const { department, state, closedAt, handleDueAt } of cases) {
    const count = (agencies[department ?? ''] ??= { total: 0, closed: 0, onTime: 0 })
    count.total += 1
    if (state === 'closed') count.closed += 1
    if (closedAt !== null && handleDueAt !== null && closedAt <= handleDueAt) count.onTime += 1
  }
  return agencies
}

describe.skipIf(!isHere)('ten thousand requests of Los Angeles, in a real hall', () => {
  const said: string[] = []
  let dataDir = ''
  let platform: { child: ChildProcess; url: string } | undefined
  const profile = join(root, 'resources/import-profiles/la311.profile.json')
  const run = (): Promise<number> =>
    runImport(['cases', file, '--profile', profile, '--grids', grids, '--data-dir', dataDir, '--out', dataDir])

  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      said.push(line)
    })
    dataDir = await mkdtemp(join(tmpdir(), 'hall-la311-'))
    platform = await startPlatform(dataDir)
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    if (platform !== undefined) {
      const ended = once(platform.child, 'exit')
      platform.child.kill('SIGTERM')
      await ended
    }
    await rm(dataDir, { recursive: true, force: true })
  })

  it('arrive once, count per agency as the plain recount does, and a second run adds nothing', async () => {
    const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()

    await run()
    const firstWords = said.at(-1)
    await run()

    expect(firstWords).toBe('10000 rows read, 9977 imported, 0 unchanged, 23 refused')
    expect(said.at(-1)).toBe('10000 rows read, 0 imported, 9977 unchanged, 23 refused')
    expect(countOf(await readCases(platform?.url ?? '', token))).toEqual(Object.fromEntries(recount(file)))
  })
})
