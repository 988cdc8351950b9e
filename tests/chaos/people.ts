// People at work, who go on whatever breaks: operators at the seats, departments and inspectors over HTTP.
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseView } from '#shared/contracts/cases.contract.ts'
import type { ActArgs } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { CaseId, DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import type { Dice } from '#tests/bench/data/dice.ts'
import { NoSnapshot } from '#tests/e2e/support/desk-client.ts'
import type { OnlinePerson } from '#tests/e2e/support/online-person.ts'
import { TOWN_PIN } from '#tests/e2e/support/operator.ts'
import type { ChaosSeat } from './scene.ts'
import type { Told } from './told.ts'

const INSPECTOR = PersonId.parse('2001')
const departments = ['D01', 'D02', 'D03', 'D04', 'D05', 'D06'] as const
const sorts = defaultCatalogue.classes.filter(({ conditions }) => conditions.length > 0).slice(0, 60)
const DAY_MS = 86_400_000
/** A snapshot takes no longer while the host is there. */
const SNAPSHOT_MS = 10_000
/** Cases of which an operator remembers the newest. */
const IN_MIND = 60
/** Noise, 45 KB: several seconds on a slow line. */
const PHOTOGRAPH = { width: 150, height: 100 }

type ArgsOf = { readonly [A in CaseAction]?: (dice: Dice, view: CaseView) => ActArgs[A] }

const words = '连续值守'
const department = (dice: Dice): DepartmentId => DepartmentId.parse(dice.pick(departments))

/** What an operator says with each step; steps without an entry are not tried. */
const argsOf: ArgsOf = {
  'accept': () => ({ words }),
  'file': (_, { row }) => ({ conditionId: row.conditionId ?? '', areaGrade: row.areaGrade, urgent: row.urgent, words }),
  'refuse': () => ({ reason: words, duplicateOf: null }),
  'void': () => ({ reason: words }),
  'dispatch': (dice) => ({ department: department(dice), words }),
  're-dispatch': (dice, { row }) => ({
    department: DepartmentId.parse(departments.find((id) => id !== row.department && dice.chance(0.4)) ?? 'D01'),
    reason: words,
  }),
  'send-verify': () => ({ inspector: INSPECTOR, words }),
  'send-check': () => ({ inspector: INSPECTOR, words }),
  'approve-extension': () => ({ words }),
  'refuse-extension': () => ({ reason: words }),
  'put-on-account': () => ({ reason: words, until: Date.now() + DAY_MS }),
  'resume': () => ({ words }),
  'rework': () => ({ reason: words }),
  'close': () => ({ words }),
  'supervise': () => ({ reason: words }),
  'urge': () => ({ words }),
  'note': () => ({ words }),
  'call-back': (dice) => ({ satisfied: dice.chance(0.8), words }),
}

/** Rare in life, and each ends a case or sets it aside. */
const rareActions: readonly CaseAction[] = ['refuse', 'void', 'put-on-account', 're-dispatch']

/** Works at a seat until told to stop; signs in again after each restart. A share of the calls comes with a photograph. */
export async function operate(
  { name, person, operator }: Pick<ChaosSeat, 'name' | 'person' | 'operator'>,
  told: Told,
  dice: Dice,
  stop: AbortSignal,
  photographs = 0,
): Promise<void> {
  const inMind: string[] = []
  while (!stop.aborted) {
    try {
      if (inMind.length < 3 || dice.chance(0.3)) await takeCall()
      else await takeStep(inMind[dice.roll(inMind.length)] ?? '')
    } catch (error) {
      if (!isAway(error)) throw error
      await refused('no-session')
    }
    await sleep(dice.between(80, 400))
  }

  async function takeCall(): Promise<void> {
    const upTo = dice.pick(['report', 'accept', 'file', 'dispatch'] as const)
    const sort = sorts[dice.roll(sorts.length)]
    if (sort === undefined) return
    const form = {
      classCode: sort.code,
      conditionId: sort.conditions[0]?.id ?? '',
      description: `${sort.name}${words}`,
      department: dice.pick(departments),
      urgent: dice.chance(0.05),
    }
    const saved = await operator.take(form, upTo)
    if (saved.ok) {
      told.promise({ id: saved.value.cmdId, caseId: saved.value.caseId, seat: name, action: upTo })
      inMind.push(saved.value.caseId)
      if (inMind.length > IN_MIND) inMind.shift()
      if (photographs > 0 && dice.chance(photographs)) await photograph(saved.value.caseId)
    } else await refused(saved.error.code)
  }

  async function photograph(caseId: string): Promise<void> {
    const bytes = aPicture(PHOTOGRAPH.width, PHOTOGRAPH.height)
    const saved = await operator.attach(caseId, '现场.png', bytes)
    if (saved.ok) told.promise({ id: saved.value.cmdId, caseId, seat: name, action: 'attach', photograph: sha256(bytes) })
    else await refused(saved.error.code)
  }

  async function takeStep(caseId: string): Promise<void> {
    const view = await viewOf(operator, caseId)
    const open = (view?.actions ?? []).filter(({ action, refusedBy }) => refusedBy === null && argsOf[action] !== undefined)
    const choice = open[dice.roll(Math.max(1, open.length))]
    if (view === null || choice === undefined || (rareActions.includes(choice.action) && dice.chance(0.8))) {
      if (operator.client.state === 'here') await unlock()
      return
    }
    const { action } = choice
    const saved = await operator.actOn(view, action, argsFor(action, dice, view))
    if (saved.ok) told.promise({ id: saved.value.cmdId, caseId, seat: name, action })
    else await refused(saved.error.code)
  }

  async function refused(code: string): Promise<void> {
    told.refuse(code)
    if (code === 'no-session' || code === 'host-gone') await unlock()
  }

  /** After a restart the seat asks for the PIN again. */
  async function unlock(): Promise<void> {
    if (operator.client.state !== 'here') return
    try {
      const unlocked = await operator.client.desk.call.session.unlock({ secret: TOWN_PIN })
      if (!unlocked.ok && unlocked.error.code === 'no-session') await operator.signIn(person)
    } catch (error) {
      // Gone again meanwhile: the next refusal leads here once more.
      if (!isAway(error)) throw error
    }
  }
}

/** The seat is locked, or its host gone, between two looks: the person signs in and goes on. */
function isAway(error: unknown): boolean {
  return error instanceof NoSnapshot || (error instanceof RefusalError && ['host-gone', 'no-session'].includes(error.refusal.code))
}

/** The case as the seat shows it; null when it does not, or while its host is away. */
async function viewOf({ client }: ChaosSeat['operator'], caseId: string): Promise<CaseView | null> {
  if (client.state !== 'here') return null
  try {
    return await client.read(client.desk.watch.cases.view, { id: CaseId.parse(caseId) }, SNAPSHOT_MS)
  } catch (error) {
    if (error instanceof NoSnapshot) return null
    throw error
  }
}

function argsFor<A extends CaseAction>(action: A, dice: Dice, view: CaseView): ActArgs[A] {
  const make = argsOf[action]
  if (make === undefined) throw new Error(`nothing to say for ${action}`)
  return make(dice, view)
}

/** The worker of a department, or the inspector: answers what waits, until told to stop. */
export async function answer(who: OnlinePerson, told: Told, dice: Dice, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await sleep(dice.between(400, 1_200))
    try {
      const tasks = await who.tasks()
      const task = tasks[dice.roll(Math.max(1, tasks.length))]
      if (task !== undefined) await answerTask(who, task, told, dice)
    } catch (error) {
      // Out of reach or dying: a person tries again. A wrong reply would be a fault of ours.
      if (!(error instanceof TypeError) && !(error instanceof DOMException) && !/: 5\d\d /.test(String(error))) throw error
      told.refuse('online-out-of-reach')
    }
  }
}

async function answerTask(who: OnlinePerson, row: CaseRow, told: Told, dice: Dice): Promise<void> {
  const { id, ver, state } = row
  const outcome =
    state === 'handling'
      ? await (dice.chance(0.1)
          ? who.act(id, ver, 'return', { reason: '不属本单位' })
          : who.act(id, ver, 'answer', { words: '已处置' }))
      : state === 'checking'
        ? await who.act(id, ver, 'answer-check', { fixed: dice.chance(0.85), words: '' })
        : state === 'verifying'
          ? await who.act(id, ver, 'answer-verify', { confirmed: true, words: '' })
          : null
  if (outcome?.result === 'accepted') told.promise({ id: outcome.id, caseId: id, seat: null, action: state })
  else if (outcome !== null) told.refuse(`online-${outcome.result}`)
}
