import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../auth/callers.ts'

/** Bodies that may be on their way at once: what comes slowly takes memory only. Strangers have few, and little time. */
const rooms = {
  known: { most: 512, withinMs: 60_000 },
  stranger: { most: 64, withinMs: 10_000 },
} as const
type Room = keyof typeof rooms

/** Counts the bodies of requests whose caller is known from their head. */
export class BodyRoom {
  readonly #underWay: Record<Room, number> = { known: 0, stranger: 0 }
  readonly #leave = new WeakMap<FastifyRequest, () => void>()

  /** False: no room. A body that does not come ends its connection. */
  enter(caller: Caller, request: FastifyRequest, reply: FastifyReply): boolean {
    const room: Room = caller.kind === 'nobody' ? 'stranger' : 'known'
    const { most, withinMs } = rooms[room]
    if (this.#underWay[room] >= most) return false
    this.#underWay[room] += 1
    const late = setTimeout(() => request.raw.destroy(), withinMs)
    const leave = (): void => {
      if (!this.#leave.delete(request)) return
      clearTimeout(late)
      this.#underWay[room] -= 1
    }
    this.#leave.set(request, leave)
    reply.raw.once('close', leave)
    return true
  }

  /** The body is here. */
  leave(request: FastifyRequest): void {
    this.#leave.get(request)?.()
  }
}

export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
