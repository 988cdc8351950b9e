import { sql } from 'kysely'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { BulkKind, BulkReply } from '#shared/platform-api/bulk.ts'
import { findJsonFault } from '../json-fault.ts'
import type { Platform } from '../platform.ts'
import { auditIn } from '../store/audit.ts'
import { commitChanges } from '../store/commit-changes.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import type { Tx } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'
import type { ReferenceReader } from '../commands/reference-data.ts'
import { lockCases } from '../commands/lanes.ts'
import { hasOnlyImported, readImportedCase } from './imported-case.ts'
import type { CaseWithFlow } from './imported-case.ts'
import { rowReaders } from './row-readers.ts'
import type { NamedRow } from './row-readers.ts'

type PlainKind = Exclude<BulkKind, 'case'>
type Refused = BulkReply['refused'][number]

export interface Import {
  readonly kind: BulkKind
  readonly rows: readonly unknown[]
  /** Who brings them in, as the audit names callers. */
  readonly by: string
}

/** Brings rows in, in one transaction; a wrong row is refused with its place in the request, the others go in. */
export async function importRows(platform: Platform, readReference: ReferenceReader, asked: Import): Promise<BulkReply> {
  const { kind, by } = asked
  return transact(platform.store.db, async (tx) => {
    const { reply, changes } = await bringIn(tx, platform, readReference, asked)
    const detail = { kind, imported: reply.imported, refused: reply.refused.length }
    await auditIn(tx, platform, { who: by, what: 'imported', detail })
    if (changes.length > 0) await commitChanges(tx, platform.hall.id, changes)
    return reply
  })
}

interface BroughtIn {
  readonly reply: BulkReply
  /** Still to be committed. */
  readonly changes: readonly EntityChange[]
}

async function bringIn(
  tx: Tx,
  { hall, clock }: Platform,
  readReference: ReferenceReader,
  { kind, rows }: Import,
): Promise<BroughtIn> {
  await lockCases(tx, [`bulk:${hall.id}:${kind}`])
  if (kind === 'case') {
    const data = await readReference(tx, hall.id)
    const read = readEach(
      rows,
      (raw) => readImportedCase(raw, hall.id, data, clock.now()),
      ({ row }) => row.id,
    )
    return importCases(tx, hall.id, read)
  }
  const read = readEach(rows, rowReaders[kind], ({ id }) => id)
  return importPlain(tx, hall.id, kind, read)
}

interface Placed<T> {
  readonly index: number
  readonly value: T
}

interface ReadRows<T> {
  readonly rows: readonly Placed<T>[]
  readonly refused: Refused[]
}

function readEach<T>(rows: readonly unknown[], read: (raw: unknown) => Result<T>, idOf: (value: T) => string): ReadRows<T> {
  const seen = new Set<string>()
  const good: Placed<T>[] = []
  const refused: Refused[] = []
  for (const [index, raw] of rows.entries()) {
    const fault = findJsonFault(raw)
    const result = fault === undefined ? read(raw) : refuse('bad-request', fault)
    const once =
      result.ok && seen.has(idOf(result.value))
        ? refuse('bad-request', `id ${idOf(result.value)} stands twice in this request`)
        : result
    if (once.ok) {
      seen.add(idOf(once.value))
      good.push({ index, value: once.value })
    } else refused.push({ index, code: once.error.code, detail: once.error.detail ?? '' })
  }
  return { rows: good, refused }
}

async function importPlain(tx: Tx, hall: string, kind: PlainKind, { rows, refused }: ReadRows<NamedRow>): Promise<BroughtIn> {
  const present = await findPresent(
    tx,
    hall,
    kind,
    rows.map(({ value }) => value.id),
  )
  const changes: EntityChange[] = []
  for (const { value } of rows) {
    const before = present.get(value.id)
    // Verifiers are made by the platform out of secrets; nobody brings one in.
    const row = kind === 'person' ? { ...value.row, verifier: before?.row?.['verifier'] ?? null } : value.row
    if (isSame(before?.row, row)) continue
    changes.push({ kind, id: value.id, ver: (before?.ver ?? 0) + 1, row })
  }
  return { reply: { imported: changes.length, unchanged: rows.length - changes.length, refused }, changes }
}

async function importCases(tx: Tx, hall: string, { rows: cases, refused }: ReadRows<CaseWithFlow>): Promise<BroughtIn> {
  await lockCases(
    tx,
    cases.map(({ value }) => value.row.id),
  )
  const present = await findPresent(
    tx,
    hall,
    'case',
    cases.map(({ value }) => value.row.id),
  )
  const takenBy = await findByNumber(
    tx,
    hall,
    cases.map(({ value }) => value.row.no),
  )
  const flowIds = await findFlowIds(tx, hall, [...present.keys()])
  const changes: EntityChange[] = []
  let imported = 0
  for (const { index, value } of cases) {
    const { row, flow } = value
    const before = present.get(row.id)
    const owner = takenBy.get(row.no)
    if (owner !== undefined && owner !== row.id) {
      refused.push({ index, code: 'case-exists', detail: `no ${row.no}` })
      continue
    }
    takenBy.set(row.no, row.id)
    if (isOurs(hall, row.externalId ?? '', before, flowIds.get(row.id)) || isSame(before?.row, row)) continue
    imported += 1
    changes.push({ kind: 'case', id: row.id, ver: 1, row, externalId: row.externalId })
    for (const record of flow) changes.push({ kind: 'flow', id: record.id, ver: 1, row: record })
  }
  const refusedHere = refused.filter(({ code }) => code === 'case-exists').length
  return { reply: { imported, unchanged: cases.length - imported - refusedHere, refused }, changes }
}

/**
 * A case that has been worked on here since is ours; importing again does not undo that. What is said beside the flow (督办, 催办,
 * 备注, 附件) raises no version: its record tells.
 */
function isOurs(hall: string, externalId: string, before: Present | undefined, flowIds: readonly string[] = []): boolean {
  return before !== undefined && (before.ver > 1 || !hasOnlyImported(hall, externalId, flowIds))
}

function isSame(before: object | null | undefined, row: object): boolean {
  return before != null && canonicalJson(before) === canonicalJson(row)
}

interface Present {
  readonly ver: number
  readonly row: Record<string, unknown> | null
}

async function findPresent(tx: Tx, hall: string, kind: BulkKind, ids: readonly string[]): Promise<Map<string, Present>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('entity')
    .select(['id', 'ver', 'row'])
    .where('hall', '=', hall)
    .where('kind', '=', kind)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, ver, row }) => [id, { ver, row }]))
}

/** Ids of the flow records of each case. */
async function findFlowIds(tx: Tx, hall: string, cases: readonly string[]): Promise<Map<string, string[]>> {
  if (cases.length === 0) return new Map()
  const { rows } = await sql<{ caseId: string; ids: string[] }>`
    SELECT row->>'caseId' AS "caseId", array_agg(id) AS ids FROM entity
    WHERE hall = ${hall} AND kind = 'flow' AND row->>'caseId' = ANY (${cases}::text[]) GROUP BY 1`.execute(tx)
  return new Map(rows.map(({ caseId, ids }) => [caseId, ids]))
}

async function findByNumber(tx: Tx, hall: string, numbers: readonly string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map()
  const { rows } = await sql<{ id: string; no: string }>`
    SELECT id, row->>'no' AS no FROM entity WHERE hall = ${hall} AND kind = 'case' AND row->>'no' = ANY (${numbers}::text[])`.execute(
    tx,
  )
  return new Map(rows.map(({ no, id }) => [no, id]))
}
