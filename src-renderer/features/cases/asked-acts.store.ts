import { defineStore } from 'pinia'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { newCmdId } from '#shared/kernel/ids.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { ActPlace } from './act-keeper.ts'
import { keyOfAct } from './left-acts.store.ts'

/** What exactly was asked for, and what it was looked at. */
export interface AskedFor {
  readonly what: string
  /** State version of the case; null where the step does not hang on it. */
  readonly seenVer: number | null
}

export interface AskedAct extends AskedFor {
  readonly id: CmdId
}

/**
 * Steps that were sent off and are not known to be saved, each under its id. It is the same for as long as the same is asked for,
 * also by a panel that is opened again: where the answer was lost or is still to come, asking once more does not do it twice.
 */
export const useAskedActs = defineStore('asked-acts', () => {
  const all = new Map<string, AskedAct>()

  return {
    of: (place: ActPlace): AskedAct | undefined => all.get(keyOfAct(place)),
    idFor: (place: ActPlace, { what, seenVer }: AskedFor): CmdId => {
      const before = all.get(keyOfAct(place))
      if (before?.what === what && before.seenVer === seenVer) return before.id
      const id = newCmdId(systemClock, systemRandom)
      all.set(keyOfAct(place), { what, seenVer, id })
      return id
    },
    /** It is saved, or given up: the same is another step from now on. */
    forget: (place: ActPlace): void => void all.delete(keyOfAct(place)),
  }
})
