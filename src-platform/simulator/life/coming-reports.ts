import { dayNumberAt } from '#shared/domain/limits/local-day.ts'
import { reportAt } from '../report/problem-report.ts'
import type { ProblemReport } from '../report/problem-report.ts'
import { shapeOfDay } from '../report/day-shape.ts'
import type { Scene } from '../scene/scene.ts'
import type { Movement } from './movement.ts'

export interface ReportsOptions {
  readonly scene: Scene
  readonly movement: Movement
  readonly seed: number
  /** Tells this run's reports from those of runs before it. */
  readonly run: number
  /** First instant of the town that counts. */
  readonly from: number
}

/** The reports of the town as its clock comes to them, day after day. */
export class ComingReports {
  readonly #options: ReportsOptions
  #after: number

  constructor(options: ReportsOptions) {
    this.#options = options
    this.#after = options.from
  }

  /** What has been reported since the last question, up to `town`; at most so many, the rest next time. */
  takeDue(town: number, most: number): ProblemReport[] {
    const { scene, movement, seed, run } = this.#options
    const due: ProblemReport[] = []
    const day = dayNumberAt(this.#after, scene.offsetMinutes)
    const today = dayNumberAt(town, scene.offsetMinutes)
    for (let dayNumber = day; dayNumber <= today; dayNumber += 1) {
      const { times, isRainy } = shapeOfDay(seed, dayNumber, scene.calendar)
      for (const [i, at] of times.entries()) {
        if (at <= this.#after) continue
        if (at > town || due.length >= most) return due
        this.#after = at
        const name = `${String(seed)}/${String(run)}/${String(dayNumber)}/${String(i)}`
        const report = reportAt(scene, { at, name, isRainy, whereIs: (inspector) => movement.whereIs(inspector) })
        if (report !== null) due.push(report)
      }
    }
    return due
  }
}
