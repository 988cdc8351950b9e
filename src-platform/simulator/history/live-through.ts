// A whole case, step by step through the same pure fold that platform and seats run: what the life cycle refuses cannot happen.
import type { Act, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { FoldContext } from '#shared/domain/case/fold.ts'
import { uuidV7 } from '#shared/kernel/ids.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'
import { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { nextStep } from '../conduct/next-step.ts'
import type { Step } from '../conduct/step.ts'
import { diceFor } from '../dice.ts'
import type { ProblemReport } from '../report/problem-report.ts'
import type { Scene } from '../scene/scene.ts'

export interface PastCase {
  readonly row: CaseRow
  readonly flow: readonly FlowRecord[]
}

/** Sealed values of whoever called; all null where nobody did. */
export type SealedReporter = Pick<CaseRow, 'reporterName' | 'reporterPhone' | 'phoneKey'>

/** More would be a case that turns in a circle. */
const MOST_STEPS = 60

/** The case a report became by `now`, with its flow; what would come later has not happened. */
export function liveThrough(
  scene: Scene,
  report: ProblemReport,
  { no, now, reporter }: { readonly no: CaseNo; readonly now: number; readonly reporter: (id: CaseId) => SealedReporter },
): PastCase {
  const id = CaseId.parse(idAt('case', report.name, report.at))
  const flow: FlowRecord[] = []
  const context = (): FoldContext => ({
    catalogue: scene.catalogue,
    calendar: scene.calendar,
    departments: { has: (department) => scene.departments.all.some((one) => one.id === department) },
    flowCount: flow.length,
  })
  const fold = (row: CaseRow | null, step: Step): CaseRow => {
    const folded = unwrap(foldAct(row, actOf(id, step, flow.length, report.name), context()))
    flow.push(folded.flow)
    return folded.row
  }
  const body: ActBody = { action: 'report', args: { ...report.args, ...reporter(id), no } }
  let row = fold(null, { at: report.at, by: report.by, body })
  for (let step = nextStep(row, scene); step !== null && step.at <= now; step = nextStep(row, scene)) {
    if (flow.length >= MOST_STEPS) break
    row = fold(row, step)
  }
  return { row, flow }
}

function actOf(caseId: CaseId, { at, by, body }: Step, n: number, name: string): Act {
  return {
    ...{ id: CmdId.parse(idAt(`act ${String(n)}`, name, at)), caseId, at, body },
    ...{ person: by?.id ?? null, personName: by?.name ?? '系统', post: by?.post ?? 'system', seat: by?.seat ?? null },
    ...{ offline: false, timeDoubt: false },
  }
}

/** The same id for the same name, and old ids sort before young ones. */
function idAt(what: string, name: string, at: number): string {
  const dice = diceFor(what, name)
  return uuidV7({ now: () => at, monotonicMs: () => 0 }, { bytes: (length) => dice.bytes(length) })
}
