// Boards and walls ask the same questions at the same time and again with every change of any case: each is worked out once.
import type { EvaluationApi } from '../../db/evaluation-api.ts'
import type { TimeKeeper } from '../../link/time-keeper.ts'

type Standing = Awaited<ReturnType<EvaluationApi['evaluationStanding']>>

interface Kept {
  readonly answer: Promise<unknown>
  readonly revision: number
  readonly minute: number
  readonly askedAt: number
  /** The last 截至 at which it was still what the cache holds. */
  readonly asOf: number | null
}

interface Answered<T> {
  readonly answer: T
  readonly asOf: number | null
}

/** With cases changing all the time, a figure is worked out anew this often at most. */
const SHORTEST_MS = 1_000
const MINUTE_MS = 60_000
/** More different questions than this are not kept. */
const MOST_KEPT = 200

/**
 * Answers that hold until a case changes or a minute is over (time alone makes cases overdue). An answer that would have to be
 * renewed too soon is given once more as it is; `late` is called when its time has come.
 */
export class Fresh {
  readonly #cache: EvaluationApi
  readonly #time: Pick<TimeKeeper, 'shown'>
  readonly #late: () => void
  readonly #kept = new Map<string, Kept>()
  #timer: NodeJS.Timeout | null = null

  constructor(cache: EvaluationApi, time: Pick<TimeKeeper, 'shown'>, late: () => void) {
    this.#cache = cache
    this.#time = time
    this.#late = late
  }

  /**
   * `work` is given the instant its figures are for. `freshAt` is 截至, asked for before this: it holds for an answer that is made
   * now or that no change has overtaken; one that is given once more as it was stays as of then.
   */
  async answer<T>(
    question: string,
    freshAt: number | null,
    work: (now: number, standing: Standing) => Promise<T>,
  ): Promise<Answered<T>> {
    const standing = await this.#cache.evaluationStanding()
    const now = this.#time.shown()
    const kept = this.#kept.get(question)
    const minute = Math.floor(now / MINUTE_MS)
    if (kept !== undefined && kept.minute === minute && kept.revision === standing.revision) {
      this.#kept.set(question, { ...kept, asOf: freshAt })
      return { answer: (await kept.answer) as T, asOf: freshAt }
    }
    if (kept !== undefined && Math.abs(now - kept.askedAt) < SHORTEST_MS) {
      this.#comeAgain()
      return { answer: (await kept.answer) as T, asOf: kept.asOf }
    }
    const answer = work(now, standing)
    this.#keep(question, { answer, revision: standing.revision, minute, askedAt: now, asOf: freshAt })
    return { answer: await answer, asOf: freshAt }
  }

  /** Departments, catalogue or calendar have changed: names and limits stand in the answers. */
  forget(): void {
    this.#kept.clear()
  }

  #keep(question: string, kept: Kept): void {
    this.#kept.delete(question)
    this.#kept.set(question, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    // A question that failed is asked again.
    kept.answer.catch(() => this.#kept.delete(question))
  }

  #comeAgain(): void {
    if (this.#timer !== null) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#late()
    }, SHORTEST_MS).unref()
  }
}
