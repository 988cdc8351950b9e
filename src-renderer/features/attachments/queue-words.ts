import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'

export type Queue = ReplyOf<Contracts['attachments']['queue']>

/** 约剩: minutes from one on, so that the words do not flicker. */
export function leftMs({ msLeft }: Pick<Queue, 'msLeft'>): number | null {
  if (msLeft === null) return null
  return msLeft < 60_000 ? Math.ceil(msLeft / 10_000) * 10_000 : Math.ceil(msLeft / 60_000) * 60_000
}
