import { createHash } from 'node:crypto'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { CaseId, CaseNo, CmdId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { ImportedCase } from '#shared/platform-api/bulk.ts'
import type { ReferenceData } from '../commands/reference-data.ts'

export interface CaseWithFlow {
  readonly row: CaseRow
  readonly flow: readonly FlowRecord[]
}

const DAY_MS = 86_400_000

/**
 * A case of another system as a row of ours. Its ids follow from its foreign id, so that importing again meets the same case;
 * a number that is missing, or looks like one of our own, is replaced: ours belong to the leased blocks.
 */
export function readImportedCase(raw: unknown, hall: string, data: ReferenceData, now: number): Result<CaseWithFlow> {
  const parsed = ImportedCase.safeParse(raw)
  if (!parsed.success)
    return refuse('bad-request', `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`)
  const { row, flow } = parsed.data
  // A slip of the year: it would stand at the head of every list until then.
  if (row.reportedAt > now + DAY_MS) return refuse('bad-time', `reportedAt: ${new Date(row.reportedAt).toISOString()}`)
  const found = data.catalogue?.findClass(row.classCode)
  if (data.catalogue === undefined || found === undefined) return refuse('unknown-class', row.classCode)
  const digest = digestOf(hall, row.externalId)
  const id = CaseId.parse(uuidOf(digest))
  const given = CaseNo.safeParse(row.no)
  const isFree = given.success && !(/^\d{19}$/.test(given.data) && given.data.startsWith(data.settings?.district ?? ''))
  const no = isFree ? given.data : CaseNo.parse(`I-${digest.slice(0, 16)}`)
  return ok({
    row: { ...row, id, no, ver: 1, className: found.name, catalogueVersion: data.catalogue.version },
    flow: flow.map((record, i) => ({ ...record, id: flowId(digest, i), caseId: id, n: i + 1 })),
  })
}

/** Are all of these records of its flow brought in? One of another id is of an act done here. */
export function hasOnlyImported(hall: string, externalId: string, flowIds: readonly string[]): boolean {
  const digest = digestOf(hall, externalId)
  const ours = new Set<string>(flowIds.map((_, i) => flowId(digest, i)))
  return flowIds.every((id) => ours.has(id))
}

function digestOf(hall: string, externalId: string): string {
  return createHash('sha256').update(`${hall}\n${externalId}`, 'utf8').digest('hex')
}

function flowId(digest: string, index: number): FlowRecord['id'] {
  return CmdId.parse(uuidOf(createHash('sha256').update(`${digest}/${index}`, 'utf8').digest('hex')))
}

/** A name-based UUID (RFC 9562 version 8) out of 64 hex digits. */
function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
