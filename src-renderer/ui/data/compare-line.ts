/** 我的 or 对方. */
export type Side = 'mine' | 'theirs'

/** A field that differs, in words, for the table of the three sides. */
export interface CompareLine {
  readonly field: string
  readonly label: string
  readonly base: string
  readonly mine: string
  readonly theirs: string
  /** False where it follows another field and cannot be chosen. */
  readonly open: boolean
}
