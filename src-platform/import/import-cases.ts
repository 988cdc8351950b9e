import { ok, RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { ImportedCase } from '#shared/platform-api/bulk.ts'
import type { ImportArgs } from './args.ts'
import { countOne } from './basemap/shape.ts'
import { openCaseFile } from './cases/case-file.ts'
import type { CaseFile } from './cases/case-file.ts'
import { rowSender } from './client/send-rows.ts'
import { countsLine, refuseZones, sayRefused, sendAll, sendGrids } from './import-run.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'
import { openRefusedBeside } from './refused-file.ts'
import type { RefusedFile } from './refused-file.ts'

/** Grids and departments first, then the cases in the order of the file, row by row as they are read. */
export async function importCases(args: ImportArgs, run: ImportRun): Promise<Result<ImportOutcome>> {
  const file = await openCaseFile(args.file, args.profile ?? '', args.grids ?? null)
  if (!file.ok) return file
  const opened = await openRefusedBeside(args.out, args.file)
  if (!opened.ok) return opened
  const refused = opened.value
  try {
    const before = await sendReferences(file.value, run, refused)
    return before.ok ? await sendCases(file.value, run, refused) : before
  } catch (error) {
    if (error instanceof RefusalError) return { ok: false, error: error.refusal }
    throw error
  } finally {
    await sayRefused(run, refused)
  }
}

async function sendReferences({ profile, zones }: CaseFile, run: ImportRun, refused: RefusedFile): Promise<Result<null>> {
  if (zones !== null) {
    await refuseZones(zones, refused)
    const grids = await sendGrids(run, zones, refused)
    if (!grids.ok) return grids
    const { imported, unchanged } = grids.value
    const left = grids.value.refused + zones.refused.length
    run.say(`grids: ${zones.rows.length} read, ${imported} imported, ${unchanged} unchanged, ${left} refused`)
  }
  const departments = await sendAll(run, 'department', profile.newDepartments, (row) => row.id, refused)
  return departments.ok ? ok(null) : departments
}

async function sendCases(file: CaseFile, run: ImportRun, refused: RefusedFile): Promise<Result<ImportOutcome>> {
  const flags = new Map<string, number>()
  const sender = rowSender<ImportedCase>(run.client, 'case', refused.add)
  let read = 0
  let refusedHere = 0
  let bytes = 0
  for await (const { line, id, result } of file.items((count) => {
    bytes += count
  })) {
    read += 1
    run.progress.tick(read, bytes / file.sizeBytes)
    if (!result.ok) {
      refusedHere += 1
      await refused.add({ line, id }, result.error)
      continue
    }
    for (const flag of result.value.flags) countOne(flags, flag)
    const added = await sender.add({ row: result.value.imported, from: { line, id } })
    if (!added.ok) return added
  }
  const finished = await sender.finish()
  if (!finished.ok) return finished
  if (flags.size > 0) run.say(`kept, though odd: ${countsLine(flags)}`)
  const { imported, unchanged } = sender.totals
  return ok({ read, imported, unchanged, refused: refusedHere + sender.totals.refused })
}
