// A map larger than its window. Every pane of a wall lays out the whole picture: the same tiles, the same names in the same
// places; but it draws only the pixels of its own part. MapLibre has no word for that, so its painter is told in three places.
import type { Map as MapLibreMap } from 'maplibre-gl'

export interface PartOfView {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Members of MapLibre 6 used here that its documentation does not name; the story of the wall fails when one is missing. */
interface Inner {
  _getClampedPixelRatio: (width: number, height: number) => number
  _resizeCanvas: (width: number, height: number, pixelRatio: number) => void
  readonly painter: {
    readonly width: number
    readonly height: number
    overLimit: () => boolean
    readonly context: { readonly viewport: { set: (box: [number, number, number, number]) => void } }
  }
}

/** The parts asked for, by map: a map is patched once and told its part as often as the wall changes. */
const parts = new WeakMap<MapLibreMap, PartOfView>()

/** The map's container has the size of the whole picture; its canvas gets the size and place of the part. */
export function showPart(map: MapLibreMap, part: PartOfView): void {
  const isPatched = parts.has(map)
  parts.set(map, part)
  if (!isPatched) patch(map)
  map.resize()
}

function patch(map: MapLibreMap): void {
  // The one place that knows MapLibre's inside; the version is pinned.
  const inner = map as unknown as Inner
  const { painter } = inner
  const partOf = (): PartOfView => parts.get(map) ?? { x: 0, y: 0, width: 0, height: 0 }
  const inDevicePx = ({ x, y, width, height }: PartOfView, ratio: number): PartOfView => ({
    x: Math.round(x * ratio), y: Math.round(y * ratio), width: Math.round(width * ratio), height: Math.round(height * ratio),
  })
  // The drawing buffer is as large as the window, never as the picture: no reason to draw it coarser.
  inner._getClampedPixelRatio = () => map.getPixelRatio()
  inner._resizeCanvas = (_width, _height, ratio) => {
    const canvas = map.getCanvas()
    const { x, y, width, height } = inDevicePx(partOf(), ratio)
    canvas.width = width
    canvas.height = height
    Object.assign(canvas.style, { left: `${x / ratio}px`, top: `${y / ratio}px`, width: `${width / ratio}px`, height: `${height / ratio}px` })
  }
  painter.overLimit = () => false
  const { viewport } = painter.context
  const set = viewport.set.bind(viewport)
  // Whoever asks for the whole picture gets it laid so that the part falls onto the canvas. WebGL counts from below.
  viewport.set = (box) => {
    const isWhole = box[0] === 0 && box[1] === 0 && box[2] === painter.width && box[3] === painter.height
    const { x, y, height } = inDevicePx(partOf(), map.getPixelRatio())
    set(isWhole ? [-x, y + height - painter.height, painter.width, painter.height] : box)
  }
}

/**
 * Areas with plain edges: MapLibre smooths them by where a pixel lies in the drawing buffer, which is not where it lies in the
 * picture. At the distance of a wall nobody sees the difference; at a seam everybody would.
 */
export function drawPlainEdges(map: MapLibreMap): void {
  for (const { id, type } of map.getStyle().layers) if (type === 'fill') map.setPaintProperty(id, 'fill-antialias', false)
}
