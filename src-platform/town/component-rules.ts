import type { LandUse } from './land.ts'
import type { LineRank } from './lattice.ts'

/** How likely a stretch of road has them, by its rank; `bank`: only along the river. */
export type RoadShare = Readonly<Record<LineRank, number>>

/** Where across the road: in the lane, at the kerb, in the strip of trees, on the pavement. */
export type Strip = 'lane' | 'kerb' | 'trees' | 'pavement'

export type Placing =
  | { readonly by: 'road'; readonly share: RoadShare; readonly strip: Strip; readonly bankOnly: boolean }
  | { readonly by: 'ground'; readonly uses: Partial<Readonly<Record<LandUse, number>>> }

export interface ComponentRule {
  readonly classCode: string
  /** Parts of ten thousand of all components. */
  readonly share: number
  readonly placing: Placing
}

const everywhere: RoadShare = { main: 1, second: 1, minor: 1 }
const streets: RoadShare = { main: 1, second: 1, minor: 0.25 }
const boulevards: RoadShare = { main: 1, second: 0.35, minor: 0 }

const road = (classCode: string, share: number, strip: Strip, on: RoadShare = everywhere): ComponentRule => ({
  classCode,
  share,
  placing: { by: 'road', share: on, strip, bankOnly: false },
})
const bank = (classCode: string, share: number): ComponentRule => ({
  classCode,
  share,
  placing: { by: 'road', share: everywhere, strip: 'pavement', bankOnly: true },
})
const ground = (classCode: string, share: number, uses: Partial<Record<LandUse, number>>): ComponentRule => ({
  classCode,
  share,
  placing: { by: 'ground', uses },
})

const built = { centre: 1, homes: 1, school: 0.5, works: 0.4, village: 0.2 }
const homes = { homes: 1, centre: 0.4, village: 0.2 }

/** What stands in the streets of a county town, commonest first: trees, covers and gullies make up two thirds. */
export const componentRules: readonly ComponentRule[] = [
  road('C0402', 3_330, 'trees', streets),
  road('C0104', 1_250, 'kerb'),
  road('C0102', 950, 'lane'),
  road('C0103', 850, 'lane'),
  road('C0137', 700, 'kerb'),
  road('C0101', 450, 'lane'),
  road('C0404', 300, 'trees', boulevards),
  ground('C0118', 220, homes),
  road('C0305', 220, 'pavement', streets),
  road('C0106', 180, 'pavement', streets),
  road('C0130', 160, 'pavement', { main: 0, second: 0.5, minor: 1 }),
  road('C0111', 140, 'lane'),
  road('C0307', 140, 'pavement', streets),
  road('C0217', 120, 'lane', boulevards),
  ground('C0127', 120, built),
  road('C0114', 80, 'pavement', streets),
  road('C0131', 80, 'pavement'),
  ground('C0128', 80, built),
  road('C0220', 80, 'kerb', boulevards),
  ground('C0408', 80, { park: 3, centre: 1, homes: 1 }),
  road('C0138', 60, 'trees', boulevards),
  road('C0139', 60, 'trees', boulevards),
  road('C0212', 60, 'kerb'),
  road('C0221', 60, 'pavement', boulevards),
  road('C0407', 60, 'pavement', boulevards),
  road('C0150', 50, 'kerb', streets),
  road('C0225', 50, 'pavement', streets),
  ground('C0308', 50, homes),
  road('C0126', 40, 'kerb', streets),
  ground('C0146', 40, { homes: 2, park: 2, school: 1, village: 1 }),
  road('C0306', 40, 'pavement', boulevards),
  road('C0405', 40, 'pavement', boulevards),
  road('C0204', 30, 'pavement', boulevards),
  ground('C0409', 30, { park: 4, homes: 1 }),
  bank('C0507', 30),
  ground('C0129', 20, built),
  ground('C0149', 20, homes),
  ground('C0154', 20, { centre: 1, homes: 1 }),
  road('C0123', 20, 'lane'),
  ground('C0201', 12, { centre: 2, homes: 1 }),
  road('C0302', 7, 'pavement', streets),
  road('C0151', 6, 'pavement', boulevards),
  bank('C0508', 6),
  road('C0140', 5, 'pavement', boulevards),
  bank('C0230', 5),
  ground('C0301', 5, { centre: 1, homes: 1, park: 2 }),
  ground('C0406', 3, { park: 1, centre: 1 }),
  bank('C0506', 3),
  ground('C0401', 2, { park: 2, homes: 1 }),
  ground('C0410', 1, { park: 1, centre: 1 }),
  ground('C0503', 1, { works: 1, homes: 0.2 }),
]
