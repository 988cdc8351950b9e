// A map larger than its window. Every pane of a wall lays out the whole picture: the same tiles, the same names in the same
// places; but it draws only the pixels of its own part. MapLibre has no word for that, so its painter is told in a few places.
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
    readonly context: {
      readonly gl: WebGL2RenderingContext
      readonly viewport: { set: (box: [number, number, number, number]) => void }
    }
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

const partOf = (map: MapLibreMap): PartOfView => parts.get(map) ?? { x: 0, y: 0, width: 0, height: 0 }

const inDevicePx = ({ x, y, width, height }: PartOfView, ratio: number): PartOfView => ({
  x: Math.round(x * ratio), y: Math.round(y * ratio), width: Math.round(width * ratio), height: Math.round(height * ratio),
})

// The one place that knows MapLibre's inside; the version is pinned.
const innerOf = (map: MapLibreMap): Inner => map

function patch(map: MapLibreMap): void {
  const inner = innerOf(map)
  // The drawing buffer is as large as the window, never as the picture: no reason to draw it coarser.
  inner._getClampedPixelRatio = () => map.getPixelRatio()
  inner._resizeCanvas = (_width, _height, ratio) => {
    const canvas = map.getCanvas()
    const { x, y, width, height } = inDevicePx(partOf(map), ratio)
    canvas.width = width
    canvas.height = height
    Object.assign(canvas.style, { left: `${x / ratio}px`, top: `${y / ratio}px`, width: `${width / ratio}px`, height: `${height / ratio}px` })
  }
  drawOnSteps(inner.painter.context.gl)
  drawPart(map)
  // A graphics context that was lost comes back with a painter that has been told nothing.
  map.on('webglcontextrestored', () => {
    drawPart(map)
    map.resize()
  })
}

/** Whoever asks for the whole picture gets it laid so that the part falls onto the canvas. WebGL counts from below. */
function drawPart(map: MapLibreMap): void {
  const { painter } = innerOf(map)
  painter.overLimit = () => false
  const { viewport } = painter.context
  const set = viewport.set.bind(viewport)
  viewport.set = (box) => {
    const isWhole = box[0] === 0 && box[1] === 0 && box[2] === painter.width && box[3] === painter.height
    const { x, y, height } = inDevicePx(partOf(map), map.getPixelRatio())
    set(isWhole ? [-x, y + height - painter.height, painter.width, painter.height] : box)
  }
}

/**
 * Corners of what is drawn stand on sixteenths of a pixel of the whole picture. The rasteriser would put them on such steps
 * anyway, but after it has moved them by the place of the part: what lies half way between two steps then falls one way in one
 * pane and the other way in its neighbour, and a letter over the seam shows a step.
 */
function drawOnSteps(gl: WebGL2RenderingContext): void {
  const give = gl.shaderSource.bind(gl)
  gl.shaderSource = (shader, source) => {
    const isOfLayer = gl.getShaderParameter(shader, gl.SHADER_TYPE) === gl.VERTEX_SHADER && source.includes('u_viewport_size')
    give(shader, isOfLayer ? onSteps(source) : source)
  }
}

const STEPS_PER_PX = 16

/** MapLibre writes both `main()` and `main(void)`. */
const MAIN = /void\s+main\s*\(\s*(?:void)?\s*\)/

const onSteps = (source: string): string => `${source.replace(MAIN, 'void mainOfLayer()')}
void main() {
  mainOfLayer();
  vec2 steps = u_viewport_size * u_device_pixel_ratio * ${(STEPS_PER_PX / 2).toFixed(1)};
  gl_Position.xy = floor(gl_Position.xy / gl_Position.w * steps + 0.5) / steps * gl_Position.w;
}`

/**
 * Areas with plain edges: MapLibre smooths them by where a pixel lies in the drawing buffer, which is not where it lies in the
 * picture. At the distance of a wall nobody sees the difference; at a seam everybody would.
 */
export function drawPlainEdges(map: MapLibreMap): void {
  for (const { id, type } of map.getStyle().layers) if (type === 'fill') map.setPaintProperty(id, 'fill-antialias', false)
}
