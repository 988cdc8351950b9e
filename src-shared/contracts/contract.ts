// How windows and the host agree. A contract is a plain object of operations per area; names, types and checks
// come from this one source. Words: `query` reads, `command` changes something, `topic` is watched (a snapshot on
// subscribing and a fresh one whenever it changed; the door coalesces what a slow window cannot take).
import type { z } from '#shared/kernel/zod.ts'
import type { Post } from '#shared/domain/case/terms.ts'

/** What kind of window is calling; bound to its door ticket, never claimed by the window. */
export type Caller = 'seat' | 'wall'

export interface Access {
  readonly callers: readonly Caller[]
  /** Must somebody be signed in (and not locked)? */
  readonly session: boolean
  /** One of these posts must be held; empty = any. */
  readonly posts?: readonly Post[]
}

export interface Operation<Kind extends 'query' | 'command' | 'topic', In extends z.ZodType, Out extends z.ZodType> {
  readonly kind: Kind
  readonly in: In
  readonly out: Out
  readonly access: Access
  /** A window waits so long for the answer of a host that is there; left out: as long as for any call. */
  readonly limitMs?: number
}

type Parts<In extends z.ZodType, Out extends z.ZodType> = Pick<Operation<never, In, Out>, 'in' | 'out' | 'access' | 'limitMs'>

export const query = <In extends z.ZodType, Out extends z.ZodType>(parts: Parts<In, Out>): Operation<'query', In, Out> => ({
  kind: 'query',
  ...parts,
})
export const command = <In extends z.ZodType, Out extends z.ZodType>(parts: Parts<In, Out>): Operation<'command', In, Out> => ({
  kind: 'command',
  ...parts,
})
export const topic = <In extends z.ZodType, Out extends z.ZodType>(parts: Parts<In, Out>): Operation<'topic', In, Out> => ({
  kind: 'topic',
  ...parts,
})

export type AnyOperation = Operation<'query' | 'command' | 'topic', z.ZodType, z.ZodType>
export type AreaContract = Readonly<Record<string, AnyOperation>>

/** Who may call what, spelled once. */
export const access = {
  /** Any window, nobody signed in yet. */
  open: { callers: ['seat', 'wall'], session: false },
  /** A seat window before sign-in. */
  desk: { callers: ['seat'], session: false },
  /** A signed-in seat. */
  seat: { callers: ['seat'], session: true },
  /** Seats that are signed in, and walls (never personal data). */
  shown: { callers: ['seat', 'wall'], session: false },
} as const satisfies Record<string, Access>
