import type { Pause } from '#shared/domain/case/case-row.ts'
import type { CaseAction, CaseState, ClockKind, Post } from '#shared/domain/case/terms.ts'
import type { GuardName } from './guards.ts'

/** Which of an action's moves is meant, told by its arguments. */
export type MoveChoice = 'caller-satisfied' | 'caller-not-satisfied'

/** What an action does to the clocks; read in the order of the members. */
export interface ClockEffect {
  /** These end and freeze whether they were late; 'all' ends whatever runs or is paused. */
  readonly ends?: readonly ClockKind[] | 'all'
  readonly resumes?: Pause['why']
  /** Pauses whatever runs. */
  readonly pauses?: Pause['why']
  readonly starts?: ClockKind
  /** Adds one more original limit to the running clock. */
  readonly extends?: true
}

/** One arrow of the diagram: who may take it from where, and what follows. */
export interface Move {
  /** States it may start from; 'nothing' makes the case. */
  readonly from: readonly CaseState[] | 'nothing'
  readonly posts: readonly Post[]
  /** The next state; 'where-it-was' is the row's `resumeTo`. */
  readonly to: CaseState | 'same' | 'where-it-was'
  readonly when?: MoveChoice
  /** Must hold beside the guards of the action. */
  readonly guards?: readonly GuardName[]
  readonly clocks?: ClockEffect
  readonly counts?: CounterName
}

/** Counters of the row: 返工, 退回, 延期, 督办, 催办. */
export type CounterName = 'reworks' | 'returns' | 'extensions' | 'supervised' | 'urged'

export interface ActionSpec {
  readonly moves: readonly Move[]
  /** The argument that carries the person's words, and whether it may be empty. */
  readonly words: { readonly field: 'words' | 'reason'; readonly required: boolean } | null
  /** Further arguments a person must be asked for. */
  readonly needs: readonly string[]
  /** Conditions of every move, checked in this order. */
  readonly guards: readonly GuardName[]
  /** Who is asked next: a post, whoever holds the case in its next state, or nobody. */
  readonly asks: Post | 'holder' | null
  /**
   * Whether the state version rises. Where it does not, the action commutes: two seats may do it at once, and it never makes
   * another's command stale.
   */
  readonly raisesVersion: boolean
}

export type LifeCycleTable = Readonly<Record<CaseAction, ActionSpec>>
