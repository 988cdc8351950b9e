import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../auth/callers.ts'
import { onceClosed } from './gate.ts'

/** Bodies that may be on their way at once: what comes slowly takes memory only. Strangers have few, and little time. */
const rooms = {
  known: { most: 512, withinMs: 120_000 },
  stranger: { most: 64, withinMs: 10_000 },
} as const
type Room = keyof typeof rooms

/** Counts the bodies of requests whose caller is known from their head. */
export class BodyRoom {
  /** What ends the waiting for each body, the one that has taken longest first. */
  readonly #underWay: Record<Room, Map<FastifyRequest, () => void>> = { known: new Map(), stranger: new Map() }

  /** False: no room. A body that does not come ends its connection. */
  enter(caller: Caller, request: FastifyRequest, reply: FastifyReply): boolean {
    const room: Room = caller.kind === 'nobody' ? 'stranger' : 'known'
    const { most, withinMs } = rooms[room]
    const inside = this.#underWay[room]
    // Whoever signs in sends its few bytes at once; slow strangers must not be able to shut the others out.
    if (inside.size >= most && room === 'stranger') this.#giveUp(room, inside.keys().next().value)
    if (inside.size >= most) return false
    const late = setTimeout(() => {
      this.#giveUp(room, request)
    }, withinMs)
    inside.set(request, () => {
      clearTimeout(late)
    })
    // Who has hung up while its caller was looked up leaves at once.
    onceClosed(reply.raw, () => {
      this.leave(request)
    })
    return true
  }

  /** The body is here, or whoever sent it is gone. */
  leave(request: FastifyRequest): void {
    for (const inside of Object.values(this.#underWay)) {
      inside.get(request)?.()
      inside.delete(request)
    }
  }

  #giveUp(room: Room, request: FastifyRequest | undefined): void {
    if (request === undefined || !this.#underWay[room].has(request)) return
    this.leave(request)
    request.raw.destroy()
  }
}

export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
