// Walls that other hosts of this hall run: told of a push, asked how they are.
import type { WallDesk } from '#shared/contracts/wall.contract.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { WallAnswer, WallWord } from '../../lan/wall-words.ts'
import type { Hall } from '../hall/index.ts'

type OtherWall = NonNullable<WallDesk['others']>[number]

/** While somebody looks at the desk. */
const ASK_EVERY_MS = 5_000

export class OtherWalls {
  readonly #hall: Pick<Hall, 'lan' | 'clock' | 'signals'>
  #known = new Map<SeatId, OtherWall>()
  #askedAtMs = -Infinity
  /** Answers to an older word do not go before those to a newer one. */
  #turn = 0

  constructor(hall: Pick<Hall, 'lan' | 'clock' | 'signals'>) {
    this.#hall = hall
  }

  /**
   * As they were last heard; null: this machine speaks to no other. Asks them anew when that is a while ago. Once nothing is
   * pushed from here any more, nobody has missed anything.
   */
  list(isPushing: boolean): OtherWall[] | null {
    if (this.#hall.lan == null) return null
    if (this.#hall.clock.monotonicMs() - this.#askedAtMs >= ASK_EVERY_MS) void this.tell({ do: 'ask' })
    const inOrder = [...this.#known.values()].sort((a, b) => (a.seat < b.seat ? -1 : 1))
    return isPushing ? inOrder : inOrder.map((wall) => ({ ...wall, push: 'none' }))
  }

  async tell(word: WallWord): Promise<void> {
    const { lan, clock, signals } = this.#hall
    if (lan == null) return
    this.#askedAtMs = clock.monotonicMs()
    this.#turn += 1
    const mine = this.#turn
    const answers = await lan.tellWalls(word)
    if (word.do === 'ask' && mine !== this.#turn) return
    const known = new Map<SeatId, OtherWall>()
    for (const answer of answers) {
      const wall = wallAfter(this.#known.get(answer.seat), word, answer)
      if (wall !== null) known.set(answer.seat, wall)
    }
    if (JSON.stringify([...known]) === JSON.stringify([...this.#known])) return
    this.#known = known
    signals.raise('wall')
  }
}

/** What is known of a wall after its answer; null: that host runs none, as far as anybody knows. */
function wallAfter(before: OtherWall | undefined, word: WallWord, { seat, name, reply }: WallAnswer): OtherWall | null {
  if (reply === null) {
    // Of a host that has never shown a wall nothing is promised, and nothing is missed.
    if (before === undefined) return null
    return { ...before, isHeard: false, push: word.do === 'push' ? 'unheard' : word.do === 'end' ? 'none' : before.push }
  }
  if (reply.panes === 0) return null
  const { panes, alive, scene, rotates, pushed } = reply
  const isMissed = word.do === 'ask' && before?.push === 'unheard'
  const push = pushed === 'yours' ? 'shown' : isMissed ? 'unheard' : 'none'
  return { seat, name, isHeard: true, panes, alive, scene, rotates, push }
}
