// A whole foreign layer of components: read, made, coded; what is wrong is named row by row.
import { parseComponentCode } from '#shared/domain/codes/parse-code.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import { componentOfRow } from './component-of-row.ts'
import type { GridFinder, MadeComponent } from './component-of-row.ts'
import type { ComponentProfile } from './component-profile.ts'
import { makeCodes } from './made-codes.ts'
import type { KnownCodes } from './made-codes.ts'
import { openSource } from './source-rows.ts'

export interface ReadComponents {
  readonly rows: readonly { readonly line: number; readonly row: ComponentRow }[]
  readonly refused: readonly { readonly line: number; readonly id: string; readonly why: Refusal }[]
  readonly read: number
  /** Key → code, where codes were made. */
  readonly made: ReadonlyMap<string, string>
  /** Kept, though in no grid. */
  readonly outsideGrids: number
}

/** Throws `RefusalError` where a CSV breaks off as a whole. */
export async function readComponents(
  path: string,
  profile: ComponentProfile,
  grids: GridFinder,
  known: KnownCodes = new Map(),
): Promise<Result<ReadComponents>> {
  const source = await openSource(path, profile)
  if (!source.ok) return source
  const made = new Map<string, MadeComponent>()
  const refused: { line: number; id: string; why: Refusal }[] = []
  let read = 0
  for await (const item of source.value) {
    read += 1
    const result = item.ok ? componentOfRow(item.row, profile, grids) : item
    if (!result.ok) {
      refused.push({ line: item.ok ? item.row.line : item.line, id: '', why: result.error })
      continue
    }
    const first = made.get(result.value.key)
    if (first === undefined) made.set(result.value.key, result.value)
    else if (profile.rules.sameKey === 'refuse')
      refused.push({
        line: result.value.line,
        id: first.key,
        why: { code: 'duplicate-id', detail: `first in row ${first.line}` },
      })
  }
  const coded = withCodes([...made.values()], profile, known)
  if (!coded.ok) return coded
  const rows = coded.value.things.flatMap((one) => (one.ok ? [one.value] : []))
  for (const one of coded.value.things) if (!one.ok) refused.push(one.error)
  return ok({ rows, refused, read, made: coded.value.made, outsideGrids: rows.filter(({ row }) => row.grid === null).length })
}

type Coded =
  | { readonly ok: true; readonly value: { line: number; row: ComponentRow } }
  | { readonly ok: false; readonly error: { line: number; id: string; why: Refusal } }

interface AllCoded {
  readonly things: readonly Coded[]
  readonly made: ReadonlyMap<string, string>
}

function withCodes(made: readonly MadeComponent[], { code }: ComponentProfile, known: KnownCodes): Result<AllCoded> {
  if ('given' in code) return ok({ things: withGivenCodes(made), made: new Map() })
  const things = made.map(({ key, row }) => ({ key, classCode: row.classCode }))
  const codes = makeCodes(things, code.district, code.serials, known)
  if (!codes.ok) return codes
  return ok({
    things: made.map(({ line, key, row }) => ({
      ok: true,
      value: { line, row: { ...row, code: codes.value.get(key) ?? row.code } },
    })),
    made: codes.value,
  })
}

/** 3.41523E+15 is what a spreadsheet leaves of a code of sixteen digits: the rest of it is gone. */
function explained(code: string, why: Refusal): Refusal {
  if (!/^\d(?:\.\d+)?E\+?\d+$/i.test(code)) return why
  return { ...why, detail: `${code}: shortened by a spreadsheet; make the column text there and export again` }
}

function withGivenCodes(made: readonly MadeComponent[]): Coded[] {
  const lines = new Map<string, number>()
  return made.map(({ line, key, row }) => {
    const code = parseComponentCode(row.code)
    const twin = code.ok ? lines.get(code.value.code) : undefined
    const settled = twin === undefined ? code : refuse('duplicate-id', `${row.code} stands in row ${twin}`)
    if (!settled.ok) return { ok: false, error: { line, id: key, why: explained(row.code, settled.error) } }
    lines.set(settled.value.code, line)
    return { ok: true, value: { line, row: { ...row, code: settled.value.code } } }
  })
}
