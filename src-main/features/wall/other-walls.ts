// Walls that other hosts of this hall run: told of a push, asked how they are.
import type { WallDesk } from '#shared/contracts/wall.contract.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { WallReply, WallWord } from '../../lan/wall-words.ts'
import type { Hall } from '../hall/index.ts'

type OtherWall = NonNullable<WallDesk['others']>[number]
type Parts = Pick<Hall, 'lan' | 'clock' | 'time' | 'signals'>

/** While somebody looks at the desk. */
const ASK_EVERY_MS = 5_000

export class OtherWalls {
  readonly #hall: Parts
  #known = new Map<SeatId, OtherWall>()
  #askedAtMs = -Infinity
  /** Answers to an older word do not go before those to a newer one. */
  #turn = 0

  constructor(hall: Parts) {
    this.#hall = hall
  }

  /**
   * As they were last heard; null: this machine speaks to no other. Asks them anew when that is a while ago. Once nothing is
   * pushed from here any more, nobody has missed anything.
   */
  list(isPushing: boolean): OtherWall[] | null {
    if (this.#hall.lan == null) return null
    if (this.#hall.clock.monotonicMs() - this.#askedAtMs >= ASK_EVERY_MS) void this.tell({ do: 'ask' })
    const walls = [...this.#known.values()].filter(({ isKnown, panes }) => !isKnown || panes > 0)
    const inOrder = walls.sort((a, b) => (a.seat < b.seat ? -1 : 1))
    return isPushing ? inOrder : inOrder.map((wall) => ({ ...wall, push: 'none' }))
  }

  async tell(word: WallWord): Promise<void> {
    const { lan, clock, time, signals } = this.#hall
    if (lan == null) return
    this.#askedAtMs = clock.monotonicMs()
    this.#turn += 1
    const mine = this.#turn
    const saidAt = time.now()
    const answers = await lan.tellWalls(word)
    if (word.do === 'ask' && mine !== this.#turn) return
    const known = new Map<SeatId, OtherWall>()
    for (const answer of answers) {
      const before = this.#known.get(answer.seat)
      const { seat, name, reply } = answer
      known.set(seat, { seat, name, ...(reply === null ? silent(before, word, saidAt) : heard(before, word, reply)) })
    }
    if (JSON.stringify([...known]) === JSON.stringify([...this.#known])) return
    this.#known = known
    signals.raise('wall')
  }
}

type Standing = Omit<OtherWall, 'seat' | 'name'>

/** Of a host that has never answered: it may run a wall, so it is not passed over. */
const unknown: Standing = { silentSince: null, isKnown: false, panes: 0, alive: 0, scene: '', rotates: false, push: 'none' }

/** As it was before, and since when nothing has been heard of it. */
function silent(before: Standing | undefined, word: WallWord, saidAt: number): Standing {
  const known = before ?? unknown
  const push = word.do === 'push' ? 'unheard' : word.do === 'end' ? 'none' : known.push
  return { ...known, silentSince: known.silentSince ?? saidAt, push }
}

function heard(before: Standing | undefined, word: WallWord, { pushed, ...wall }: WallReply): Standing {
  const isMissed = word.do === 'ask' && before?.push === 'unheard'
  const push = pushed === 'yours' ? 'shown' : isMissed ? 'unheard' : 'none'
  return { silentSince: null, isKnown: true, ...wall, push }
}
