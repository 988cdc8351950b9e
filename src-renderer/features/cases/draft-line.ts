import type { Desk } from '#renderer/desk/index.ts'

/** One of my drafts as the list of them tells it. */
export type DraftLine = Parameters<Parameters<Desk['watch']['intake']['drafts']>[1]>[0][number]
