import type { PaneView, WallFigures } from '#shared/contracts/wall.contract.ts'
import type { WallFigure } from './use-wall-figures.ts'

/** What every scene of the wall is drawn from. */
export interface SceneProps {
  /** This monitor's part, as the conductor told it. */
  readonly view: PaneView
  readonly snapshot: WallFigures | null
  readonly figures: readonly WallFigure[]
  /** What is shown may be old: the link is, or a part of it could not be read anew. */
  readonly stale: boolean
  /** The host's time, epoch ms, of a frame of this window; null while its clock is not known. */
  readonly hostMsAt: (frameMs: number) => number | null
}

/** What tiles are drawn from: a monitor of the wall, or the editor's picture of one. */
export interface TilesProps extends Omit<SceneProps, 'view'> {
  readonly view: Pick<PaneView, 'scene' | 'unitPx' | 'canvas' | 'plan' | 'pages' | 'pageEveryMs' | 'pushed'>
}
