import { ok, refuse, RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { GridRow } from '#shared/platform-api/rows.ts'
import type { ImportArgs } from './args.ts'
import { rowSender } from './client/send-rows.ts'
import { codeListPath, readCodeList, writeCodeList } from './components/code-list.ts'
import { readComponents } from './components/component-file.ts'
import type { ReadComponents } from './components/component-file.ts'
import type { KnownCodes } from './components/made-codes.ts'
import { ComponentProfile } from './components/component-profile.ts'
import { gridFinder } from './grid-finder.ts'
import { refuseZones, sayRefused, sendAll, sendGrids } from './import-run.ts'
import type { ImportOutcome, ImportRun } from './import-run.ts'
import { checkInputFile } from './input-file.ts'
import { readProfile } from './profile-file.ts'
import { openRefusedBeside } from './refused-file.ts'
import type { RefusedFile } from './refused-file.ts'
import { readZones } from './zones.ts'
import type { Zones } from './zones.ts'

const MAX_MIB = 1_024

/** Grids and departments first where the profile brings them, then the components, each in the unit grid around it. */
export async function importComponents(args: ImportArgs, run: ImportRun): Promise<Result<ImportOutcome>> {
  const fits = await checkInputFile(args.file, MAX_MIB)
  if (!fits.ok) return fits
  const profile = await readProfile(args.profile ?? '', ComponentProfile)
  if (!profile.ok) return profile
  const zones = await zonesFor(args, profile.value)
  if (!zones.ok) return zones
  const grids = zones.value === null ? await gridsOfHall(run) : ok(zones.value.rows.map(({ row }) => row))
  if (!grids.ok) return grids
  const gridAt = gridFinder(grids.value)
  const list = codeListPath(args.out, args.profile ?? '')
  const known: Result<KnownCodes> = 'given' in profile.value.code ? ok(new Map()) : await readCodeList(list)
  if (!known.ok) return known
  const read = await readAll(args.file, profile.value, (point) => gridAt(point)?.code ?? null, known.value)
  if (!read.ok) return read
  const opened = await openRefusedBeside(args.out, args.file)
  if (!opened.ok) return opened
  const refused = opened.value
  try {
    // Before anything is sent: a code that the hall has and the list has not would be given to another thing.
    const isKept = await keepCodes(run, list, known.value, read.value.made)
    if (!isKept.ok) return isKept
    if (zones.value !== null) {
      await refuseZones(zones.value, refused)
      const sent = await sendGrids(run, zones.value, refused)
      if (!sent.ok) return sent
    }
    return await sendComponents(read.value, profile.value, run, refused)
  } finally {
    await sayRefused(run, refused)
  }
}

async function zonesFor({ grids }: ImportArgs, profile: ComponentProfile): Promise<Result<Zones | null>> {
  if (grids === undefined) return ok(null)
  return profile.grids === undefined ? refuse('bad-profile', 'grids: needed with --grids') : readZones(grids, profile.grids)
}

const gridsOfHall = async ({ client }: ImportRun): Promise<Result<readonly GridRow[]>> =>
  client === null ? ok([]) : client.readGrids()

type GridAt = (point: [number, number]) => string | null

async function readAll(
  path: string,
  profile: ComponentProfile,
  gridAt: GridAt,
  known: KnownCodes,
): Promise<Result<ReadComponents>> {
  try {
    return await readComponents(path, profile, { gridAt }, known)
  } catch (error) {
    if (error instanceof RefusalError) return { ok: false, error: error.refusal }
    throw error
  }
}

type Made = ReadComponents['made']

async function keepCodes({ client, say }: ImportRun, list: string, known: KnownCodes, made: Made): Promise<Result<null>> {
  if (client === null || made.size === 0) return ok(null)
  const written = await writeCodeList(list, known, made)
  const inUse = [...made.values()].filter((code) => known.has(code)).length
  if (written.ok) say(`codes: ${inUse} as before, ${made.size - inUse} new; keep ${list} for the next import`)
  return written
}

async function sendComponents(
  found: ReadComponents,
  profile: ComponentProfile,
  run: ImportRun,
  refused: RefusedFile,
): Promise<Result<ImportOutcome>> {
  for (const { line, id, why } of found.refused) await refused.add({ line, id }, why)
  const departments = await sendAll(run, 'department', profile.newDepartments, (row) => row.id, refused)
  if (!departments.ok) return departments
  const sender = rowSender(run.client, 'component', refused.add)
  for (const [index, { line, row }] of found.rows.entries()) {
    run.progress.tick(index + 1, (index + 1) / found.rows.length)
    const added = await sender.add({ row, from: { line, id: row.code } })
    if (!added.ok) return added
  }
  const finished = await sender.finish()
  if (!finished.ok) return finished
  if (found.outsideGrids > 0) run.say(`kept, though in no unit grid: ${found.outsideGrids}`)
  const { imported, unchanged } = sender.totals
  return ok({ read: found.read, imported, unchanged, refused: found.refused.length + sender.totals.refused })
}
