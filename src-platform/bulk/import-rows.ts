import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { BulkKind, BulkReply } from '#shared/platform-api/bulk.ts'
import { findJsonFault } from '../json-fault.ts'
import type { Platform } from '../platform.ts'
import { commitChanges } from '../store/commit-changes.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import type { Tx } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'
import type { ReferenceReader } from '../commands/reference-data.ts'
import { lockCases } from '../commands/lanes.ts'
import { readImportedCase } from './imported-case.ts'
import type { CaseWithFlow } from './imported-case.ts'
import { rowReaders } from './row-readers.ts'
import type { NamedRow } from './row-readers.ts'

type PlainKind = Exclude<BulkKind, 'case'>
type Refused = BulkReply['refused'][number]

/** Brings rows in, in one transaction; a wrong row is refused with its place in the request, the others go in. */
export async function importRows(platform: Platform, readReference: ReferenceReader, kind: BulkKind, rows: readonly unknown[]): Promise<BulkReply> {
  const { store, hall } = platform
  return transact(store.db, async (tx) => {
    await lockCases(tx, [`bulk:${hall.id}:${kind}`])
    if (kind === 'case') {
      const data = await readReference(tx, hall.id)
      const read = readEach(rows, (raw) => readImportedCase(raw, hall.id, data), ({ row }) => row.id)
      return importCases(tx, hall.id, read.rows, read.refused)
    }
    const read = readEach(rows, rowReaders[kind], ({ id }) => id)
    return importPlain(tx, hall.id, kind, read.rows, read.refused)
  })
}

interface Placed<T> {
  readonly index: number
  readonly value: T
}

function readEach<T>(rows: readonly unknown[], read: (raw: unknown) => Result<T>, idOf: (value: T) => string): { rows: Placed<T>[]; refused: Refused[] } {
  const seen = new Set<string>()
  const good: Placed<T>[] = []
  const refused: Refused[] = []
  for (const [index, raw] of rows.entries()) {
    const fault = findJsonFault(raw)
    const result = fault === undefined ? read(raw) : refuse('bad-request', fault)
    const once = result.ok && seen.has(idOf(result.value)) ? refuse('bad-request', `id ${idOf(result.value)} stands twice in this request`) : result
    if (once.ok) {
      seen.add(idOf(once.value))
      good.push({ index, value: once.value })
    } else refused.push({ index, code: once.error.code, detail: once.error.detail ?? '' })
  }
  return { rows: good, refused }
}

async function importPlain(tx: Tx, hall: string, kind: PlainKind, rows: readonly Placed<NamedRow>[], refused: Refused[]): Promise<BulkReply> {
  const present = await findPresent(tx, hall, kind, rows.map(({ value }) => value.id))
  const changes: EntityChange[] = []
  for (const { value } of rows) {
    const before = present.get(value.id)
    // Verifiers are made by the platform out of secrets; nobody brings one in.
    const row = kind === 'person' ? { ...value.row, verifier: before?.row?.['verifier'] ?? null } : value.row
    if (before?.row == null || canonicalJson(before.row) !== canonicalJson(row)) changes.push({ kind, id: value.id, ver: (before?.ver ?? 0) + 1, row })
  }
  if (changes.length > 0) await commitChanges(tx, hall, changes)
  return { imported: changes.length, unchanged: rows.length - changes.length, refused }
}

async function importCases(tx: Tx, hall: string, cases: readonly Placed<CaseWithFlow>[], refused: Refused[]): Promise<BulkReply> {
  await lockCases(tx, cases.map(({ value }) => value.row.id))
  const present = await findPresent(tx, hall, 'case', cases.map(({ value }) => value.row.id))
  const takenBy = await findByNumber(tx, hall, cases.map(({ value }) => value.row.no))
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
    // A case that has been worked on here since is ours; importing again does not undo that.
    const isOurs = before !== undefined && before.ver > 1
    if (isOurs || (before?.row != null && canonicalJson(before.row) === canonicalJson(row))) continue
    imported += 1
    changes.push({ kind: 'case', id: row.id, ver: 1, row, externalId: row.externalId })
    for (const record of flow) changes.push({ kind: 'flow', id: record.id, ver: 1, row: record })
  }
  if (changes.length > 0) await commitChanges(tx, hall, changes)
  const refusedHere = refused.filter(({ code }) => code === 'case-exists').length
  return { imported, unchanged: cases.length - imported - refusedHere, refused }
}

interface Present {
  readonly ver: number
  readonly row: Record<string, unknown> | null
}

async function findPresent(tx: Tx, hall: string, kind: BulkKind, ids: readonly string[]): Promise<Map<string, Present>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('entity').select(['id', 'ver', 'row']).where('hall', '=', hall).where('kind', '=', kind).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, ver, row }) => [id, { ver, row }]))
}

async function findByNumber(tx: Tx, hall: string, numbers: readonly string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map()
  const rows = await tx
    .selectFrom('entity')
    .select((e) => ['id', e.ref('row', '->>').key('no').as('no')])
    .where('hall', '=', hall)
    .where('kind', '=', 'case')
    .where((e) => e(e.ref('row', '->>').key('no'), 'in', numbers))
    .execute()
  return new Map(rows.map(({ no, id }) => [String(no), id]))
}

