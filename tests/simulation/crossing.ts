// A refusal meets somebody at work. Over a slow line a person goes on with a case that others have moved: three steps, one on the
// other, before the first is refused; and some more just as the word of that comes.
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { usualBody } from '#tests/builders/case-story.ts'
import { overtake, step } from './operators.ts'
import type { ReferencePlatform } from './reference-platform.ts'
import type { Seat } from './seat.ts'
import type { Seeded } from './seeded.ts'
import { OPENING, departments } from './town.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface CrossingParts {
  readonly time: VirtualTime
  readonly platform: ReferencePlatform
  readonly said: (text: string) => void
  readonly wellDone: (seat: Seat, work: Promise<unknown>) => void
  /** The line of a seat becomes slow for a while. */
  readonly slows: (seat: Seat, forMs: number) => void
}

const SLOW_MS = 12_000
const BETWEEN_MS = 300
/** Steps around the moment in which the word comes, so far apart. */
const AROUND_MS = [-40, -34, -29, -24, -19, -14, -9, -4] as const

/** Of so many refusals: what is done around one may be refused too, and a person tires. */
const MOST_REFUSALS = 4

interface Crossed {
  readonly seat: Seat
  readonly caseId: CaseId
  readonly chance: Seeded
  isOvertaken: boolean
  refusals: number
}

export class Crossings {
  readonly #parts: CrossingParts
  readonly #crossed: Crossed[] = []

  constructor(parts: CrossingParts) {
    this.#parts = parts
  }

  /** Cases that are being worked on so. */
  get cases(): readonly CaseId[] {
    return this.#crossed.map(({ caseId }) => caseId)
  }

  /** With the newest of the cases that the platform knows as reported. */
  begin(seat: Seat, cases: readonly CaseId[], chance: Seeded): void {
    const { time, platform, said, wellDone, slows } = this.#parts
    const caseId = cases.findLast((one) => platform.store.case(one)?.state === 'reported')
    if (caseId === undefined) return
    slows(seat, SLOW_MS)
    this.#crossed.push({ seat, caseId, chance, isOvertaken: false, refusals: 0 })
    const steps = [usualBody('accept'), usualBody('file', { areaGrade: 'B' }), usualBody('dispatch', { department: departments[0]!.id })]
    const work = async (): Promise<void> => {
      for (const body of steps) {
        await new Promise<void>((resolve) => time.after(BETWEEN_MS, resolve))
        await step(seat, caseId, body, said)
      }
    }
    wellDone(seat, work())
  }

  /** Somebody elsewhere was a moment quicker: the refusal is told before the feed tells why. */
  arrives(id: string, commands: readonly unknown[]): void {
    const { time, platform, said } = this.#parts
    const crossed = this.#crossed.find(({ seat, isOvertaken }) => seat.id === id && !isOvertaken)
    if (crossed === undefined || !JSON.stringify(commands).includes(`"caseId":"${crossed.caseId}"`)) return
    crossed.isOvertaken = true
    overtake(platform, crossed.caseId, OPENING + Math.floor(time.now), crossed.chance, said)
  }

  /** What the platform says of a seat's commands comes there in so many milliseconds. */
  answers(id: string, reply: string, inMs: number): void {
    const crossed = this.#crossed.find(({ seat }) => seat.id === id)
    if (crossed === undefined || crossed.refusals === MOST_REFUSALS || !reply.includes('"result":"rejected"')) return
    crossed.refusals += 1
    const { time } = this.#parts
    for (const aroundMs of AROUND_MS)
      time.after(Math.max(0, inMs + aroundMs + crossed.chance.whole(-3, 3)), () => this.#goOn(crossed))
  }

  #goOn({ seat, caseId }: Crossed): void {
    this.#parts.wellDone(seat, step(seat, caseId, again, this.#parts.said))
  }
}

/** From one department to the other and back. */
const again = ({ department }: CaseRow): ActBody =>
  usualBody('re-dispatch', { department: departments[department === departments[1]?.id ? 2 : 1]!.id })
