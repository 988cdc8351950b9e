import type { ArgOf, Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { Caller } from '#shared/contracts/contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { Result } from '#shared/kernel/result.ts'

/** What can change under a window's feet; features raise them, topics watch them. */
export type Signal =
  | 'session'
  | 'link'
  | 'cases'
  | 'outbox'
  | 'recovery'
  | 'storage'
  | 'drafts'
  | 'map'
  | 'reference'
  | 'field'
  | 'movers'
  | 'clock'
  | 'wall'
  | 'attachments'
  | 'lan'
  | 'roster'

/** Who asks. The session is the machine's: one person at a time sits at a seat PC. */
export interface CallContext {
  readonly caller: Caller
  /** A window of the wall: on which monitor it stands; null elsewhere. */
  readonly pane: string | null
  /** A replaced window stands below until the new one is shown: of several of one pane only the last that came has this. */
  readonly isNewest: boolean
  readonly session: SignedIn | null
}

export interface TopicHandler<In, Out> {
  /** Signals after which a fresh snapshot may differ. */
  readonly watches: readonly Signal[]
  read(arg: In, context: CallContext): Promise<Result<Out>>
}

export type CallHandler<In, Out> = (arg: In, context: CallContext) => Promise<Result<Out>>

/** One handler for every operation of an area; a missing one does not compile. */
export type HandlersOf<Area> = {
  readonly [Name in keyof Area]: Area[Name] extends { kind: 'topic' }
    ? TopicHandler<ArgOf<Area[Name]>, ReplyOf<Area[Name]>>
    : CallHandler<ArgOf<Area[Name]>, ReplyOf<Area[Name]>>
}

export type Handlers = { readonly [Area in keyof Contracts]: HandlersOf<Contracts[Area]> }
