import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { nextStep } from '../conduct/next-step.ts'
import type { Step } from '../conduct/step.ts'
import type { Scene } from '../scene/scene.ts'
import type { Colleague } from '../scene/staff.ts'
import { isDeskPost } from './desk-crew.ts'
import type { DeskCrew } from './desk-crew.ts'
import type { KnownCase } from './open-cases.ts'
import type { TownClock } from './town-clock.ts'

/** A step to be taken now. */
export interface Task {
  readonly id: CaseId
  readonly ver: number
  readonly by: Colleague
  readonly body: ActBody
}

interface Plan {
  readonly known: KnownCase
  readonly step: Step
}

export interface CaseWorkOptions {
  readonly scene: Scene
  readonly clock: TownClock
  readonly desk: DeskCrew
}

/** Who will do what to which case, and when. */
export class CaseWork {
  readonly #options: CaseWorkOptions
  readonly #plans = new Map<CaseId, Plan>()

  constructor(options: CaseWorkOptions) {
    this.#options = options
  }

  /** A case came or changed; null: it went. What was planned for it before counts no more. */
  plan(id: CaseId, known: KnownCase | null): void {
    const { scene, clock } = this.#options
    const step = known === null ? null : nextStep(known.row, scene, (instant) => clock.townOf(instant))
    // What the platform does by itself is left to it.
    if (known === null || step === null || step.by === null) this.#plans.delete(id)
    else this.#plans.set(id, { known, step })
  }

  /** The steps whose time has come, those that have waited longest first; they are not given again. `now`: real. */
  takeDue(now: number, most: number): Task[] {
    const { clock } = this.#options
    const town = clock.now()
    const due = [...this.#plans].flatMap(([id, plan]) => {
      const by = plan.step.at > town ? null : this.#personFor(plan, now)
      return by === null ? [] : [{ id, plan, by }]
    })
    const first = due.sort((a, b) => a.plan.step.at - b.plan.step.at).slice(0, most)
    return first.map(({ id, plan, by }) => {
      this.#plans.delete(id)
      return { id, ver: plan.known.row.ver, by, body: this.#inRealTime(plan.step.body) }
    })
  }

  #personFor({ known, step }: Plan, now: number): Colleague | null {
    if (step.by === null || !isDeskPost(step.by.post)) return step.by
    const { desk } = this.#options
    return desk.mayTake(known, now) ? desk.colleague(step.by.post, known.row) : null
  }

  /** The platform's clock decides when a case comes back from 挂账. */
  #inRealTime(body: ActBody): ActBody {
    if (body.action !== 'put-on-account') return body
    return { ...body, args: { ...body.args, until: this.#options.clock.realOf(body.args.until) } }
  }
}
