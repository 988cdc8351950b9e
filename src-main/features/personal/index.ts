export { Sealer } from './sealer.ts'
export type { HallKey, SealedPlace } from './sealer.ts'
