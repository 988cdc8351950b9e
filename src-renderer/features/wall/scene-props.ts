import type { PaneView, WallFigures } from '#shared/contracts/wall.contract.ts'
import type { WallFigure } from './use-wall-figures.ts'

/** What every scene of the wall is drawn from. */
export interface SceneProps {
  /** This monitor's part, as the conductor told it. */
  readonly view: PaneView
  readonly snapshot: WallFigures | null
  readonly figures: readonly WallFigure[]
  /** The host's time, epoch ms, of a frame of this window; null while its clock is not known. */
  readonly hostMsAt: (frameMs: number) => number | null
}
