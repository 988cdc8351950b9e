import { RID_SLOTS } from '#shared/cache-schema/index.ts'

/** First row id of the second of an instant; row ids of cases run in order of reporting. */
export function firstRidOf(instant: number): number {
  return Math.floor(instant / 1_000) * RID_SLOTS
}
