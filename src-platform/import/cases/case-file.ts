// The whole file: every row becomes a case or a refusal with its line, in the order of the file.
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { checkInputFile } from '../input-file.ts'
import { readProfile } from '../profile-file.ts'
import { columnsIn } from '../template.ts'
import { caseOfRow } from './case-of-row.ts'
import type { CaseFromRow } from './case-of-row.ts'
import { CaseProfile } from './case-profile.ts'
import { readCsv } from '../csv-reader.ts'
import type { CsvItem, CsvRow } from '../csv-reader.ts'
import { checkEncoding } from '../text-encoding.ts'
import { readZones } from '../zones.ts'
import type { Zones } from '../zones.ts'

export interface CaseItem {
  readonly line: number
  /** The source's id, empty where the row could not be read. */
  readonly id: string
  readonly result: Result<CaseFromRow>
}

export interface CaseFile {
  readonly profile: CaseProfile
  readonly zones: Zones | null
  readonly sizeBytes: number
  /** Throws `RefusalError` when the file breaks off as a whole. */
  items(onBytes?: (bytes: number) => void): AsyncGenerator<CaseItem>
}

const MAX_MIB = 4_096

export async function openCaseFile(path: string, profilePath: string, gridsPath: string | null): Promise<Result<CaseFile>> {
  const fits = await checkInputFile(path, MAX_MIB)
  if (!fits.ok) return fits
  const profile = await readProfile(profilePath, CaseProfile)
  if (!profile.ok) return profile
  const readable = await checkEncoding(path, profile.value.encoding)
  if (!readable.ok) return readable
  const zones = await zonesFor(profile.value, gridsPath)
  if (!zones.ok) return zones
  return ok({
    profile: profile.value,
    zones: zones.value,
    sizeBytes: fits.value.sizeBytes,
    items: (onBytes) => itemsOf(path, profile.value, zones.value, onBytes),
  })
}

async function zonesFor(profile: CaseProfile, gridsPath: string | null): Promise<Result<Zones | null>> {
  if (gridsPath === null) return ok(null)
  if (profile.grids === undefined) return refuse('bad-profile', 'grids: needed with --grids')
  return readZones(gridsPath, profile.grids)
}

type OnBytes = (bytes: number) => void

async function* itemsOf(path: string, profile: CaseProfile, zones: Zones | null, onBytes?: OnBytes): AsyncGenerator<CaseItem> {
  const seen = new Map<string, number>()
  const options = { encoding: profile.encoding, delimiter: profile.delimiter, needed: neededColumns(profile) }
  for await (const item of readCsv(path, onBytes === undefined ? options : { ...options, onBytes })) {
    const id = item.ok ? item.row.cell(profile.columns.id) : ''
    const line = item.ok ? item.row.line : item.line
    yield { line, id, result: settle(item, id, seen, (row) => caseOfRow(row, profile, zones)) }
  }
}

type Made = Result<CaseFromRow>

function settle(item: CsvItem, id: string, seen: Map<string, number>, make: (row: CsvRow) => Made): Made {
  if (!item.ok) return refusedAs(item.error)
  const first = seen.get(id)
  if (first !== undefined) return refuse('duplicate-id', `${id.slice(0, 60)} stands on line ${first}`)
  const result = make(item.row)
  // A refused row does not take the id away from a good one further down.
  if (result.ok) seen.set(id, item.row.line)
  return result
}

const refusedAs = (error: Refusal): Result<never> => ({ ok: false, error })

/** Column → the profile's member that asks for it. */
function neededColumns({ columns, templates, grids }: CaseProfile): Map<string, string> {
  const needed = new Map<string, string>()
  for (const [member, column] of Object.entries(columns)) {
    if (column !== null) needed.set(column, `columns.${member}`)
  }
  for (const [member, template] of Object.entries(templates)) {
    for (const column of columnsIn(template ?? '')) needed.set(column, `templates.${member}`)
  }
  if (grids?.check !== undefined) needed.set(grids.check.column, 'grids.check.column')
  return needed
}
