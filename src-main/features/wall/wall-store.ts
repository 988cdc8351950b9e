// What the wall keeps over restarts, in the ledger's own store of settings: one value, replaced as a whole.
import { Fittings, Scene, SceneId, Schedule } from '#shared/domain/wall/index.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Hall } from '../hall/index.ts'

const KEY = 'wall'
export const MOST_OWN_SCENES = 30

const Kept = z.object({
  current: SceneId,
  own: z.array(Scene).max(MOST_OWN_SCENES),
  fittings: Fittings.nullable(),
  rotation: z.object({ everyS: z.int().min(10).max(3_600), scenes: z.array(SceneId) }).nullable(),
  schedule: Schedule.default([]),
  /** Until then (epoch ms) a person's choice goes before the schedule; null where that is followed. */
  byHandUntil: z.number().nullable().default(null),
  isVisitor: z.boolean().default(false),
})
export type Kept = z.infer<typeof Kept>

export const nothingKept: Kept = {
  current: 'span',
  own: [],
  fittings: null,
  rotation: null,
  schedule: [],
  byHandUntil: null,
  isVisitor: false,
}

export class WallStore {
  readonly #ledger: Hall['db']['ledger']

  constructor(ledger: Hall['db']['ledger']) {
    this.#ledger = ledger
  }

  /** What cannot be read (written by another version) is as if nothing had been kept: a wall comes up in any case. */
  async load(): Promise<Kept> {
    const text = await this.#ledger.getMeta(KEY)
    if (text === null) return nothingKept
    const kept = Kept.safeParse(JSON.parse(text))
    return kept.success ? kept.data : nothingKept
  }

  save(kept: Kept): Promise<void> {
    return this.#ledger.setMeta(KEY, JSON.stringify(kept))
  }
}
