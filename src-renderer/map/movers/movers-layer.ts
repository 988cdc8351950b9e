// One custom layer for everything that moves: a write into one buffer per update, one draw call per frame, and a frame only when
// something has changed. Where it is drawn between two fixes never passes the newest one.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl'
import type { MapLook } from '../look.ts'
import { paintAtlas } from './mover-atlas.ts'
import type { MoverBatch } from './mover-batch.ts'
import { nearest, relativeTo, screenOf } from './mover-pick.ts'
import type { Matrix, PanePoint } from './mover-pick.ts'
import { createMoverProgram } from './mover-program.ts'
import type { MoverProgram } from './mover-program.ts'
import { sprites } from './mover-sprites.ts'
import { MoverTracks } from './mover-tracks.ts'
import type { Packed } from './mover-tracks.ts'

export interface MoversOptions {
  /** Id of the map's layer. */
  readonly id: string
  readonly look: MapLook
  /** How long a symbol takes to its newest fix; 0, as where motion is reduced: it jumps. */
  readonly glideMs?: number
  /** Monotonic, ms. */
  readonly now?: () => number
}

export interface MoversLayer {
  /** For `map.addLayer`; again after a lost graphics context has come back. */
  readonly layer: CustomLayerInterface
  /** The newest batch replaces the one before. */
  set(batch: MoverBatch): void
  /** Ring around one of them. */
  mark(id: string | null): void
  /** Id of the mover nearest to a point of the pane (CSS px), within reach of a finger. */
  pick(point: PanePoint): string | null
  wear(look: MapLook): void
  /** Takes the layer off its map. */
  dispose(): void
}

/** A target is at least 24 px wide, however small its symbol. */
const REACH_PX = 12

export function createMoversLayer(options: MoversOptions): MoversLayer {
  return new Movers(options)
}

class Movers implements MoversLayer {
  readonly layer: CustomLayerInterface
  readonly #tracks: MoverTracks
  readonly #now: () => number
  #look: MapLook
  #marked: string | null = null
  #map: MapLibreMap | null = null
  #program: MoverProgram | null = null
  #matrix: Matrix | null = null
  /** Pixel ratio the pictures were painted for; 0: not painted yet. */
  #painted = 0
  /** Null: the buffer no longer says what the tracks say. */
  #packed: Packed | null = null

  constructor({ id, look, glideMs = 0, now = () => performance.now() }: MoversOptions) {
    this.#tracks = new MoverTracks(glideMs)
    this.#look = look
    this.#now = now
    this.layer = {
      id,
      type: 'custom',
      renderingMode: '2d',
      onAdd: (map, gl) => this.#begin(map, gl),
      onRemove: () => this.#end(),
      render: (gl, frame) => this.#render(gl, frame),
    }
  }

  set(batch: MoverBatch): void {
    if (this.#tracks.set(batch, this.#now())) this.#repack()
  }

  mark(id: string | null): void {
    if (id === this.#marked) return
    this.#marked = id
    this.#repack()
  }

  pick(point: PanePoint): string | null {
    const [map, matrix] = [this.#map, this.#matrix]
    if (map === null || matrix === null) return null
    const { clientWidth, clientHeight } = map.getCanvas()
    const project = (x: number, y: number): readonly [number, number] => screenOf(matrix, x, y, clientWidth, clientHeight)
    return nearest(this.#tracks.drawnAt(this.#now()), point, REACH_PX * this.#look.scale.symbol, project)
  }

  wear(look: MapLook): void {
    this.#look = look
    this.#painted = 0
    this.#map?.triggerRepaint()
  }

  dispose(): void {
    const map = this.#map
    if (map?.getLayer(this.layer.id) !== undefined) map.removeLayer(this.layer.id)
    this.#end()
  }

  #repack(): void {
    this.#packed = null
    this.#map?.triggerRepaint()
  }

  #begin(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map
    this.#program = createMoverProgram(gl, 2 * sprites.length)
    this.#painted = 0
    this.#packed = null
  }

  #end(): void {
    this.#program?.delete()
    this.#program = null
    this.#map = null
    this.#matrix = null
  }

  #render(_gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    const [map, program] = [this.#map, this.#program]
    if (map === null || program === null) return
    if (this.#painted !== map.getPixelRatio()) {
      this.#painted = map.getPixelRatio()
      const atlas = paintAtlas(this.#look, this.#painted)
      if (atlas !== null) program.wear(atlas)
    }
    if (this.#packed === null) {
      this.#packed = this.#tracks.pack(this.#marked)
      program.load(this.#packed)
    }
    this.#matrix = Float64Array.from(defaultProjectionData.mainMatrix)
    const progress = this.#tracks.progressAt(this.#now())
    const matrix = relativeTo(this.#matrix, this.#packed.origin)
    // The whole picture: on a wall the drawing buffer is only one monitor's part of it.
    const { clientWidth, clientHeight } = map.getContainer()
    const ratio = map.getPixelRatio()
    program.draw({ matrix, progress, width: Math.round(clientWidth * ratio), height: Math.round(clientHeight * ratio) })
    if (progress < 1) map.triggerRepaint()
  }
}
