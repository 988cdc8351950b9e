import { createMoversLayer } from '#renderer/map/movers/movers-layer.ts'
import { moverBatch } from '#renderer/map/movers/mover-batch.ts'
import type { MoverKind } from '#renderer/map/movers/mover-batch.ts'
import { idle, openMap } from './map-on-page.ts'
import type { MapOnPage } from './map-on-page.ts'

/** A mover by where it stands on the pane, CSS px. */
export interface PlacedMover {
  readonly id: string
  readonly kind: MoverKind
  readonly x: number
  readonly y: number
  readonly headingDeg: number | null
  readonly isStale: boolean
}

type PanePosition = readonly [x: number, y: number]

export interface DrawnPane {
  /** Colours at the asked points, "#RRGGBB". */
  readonly colours: readonly string[]
  /** Who is picked at the asked points. */
  readonly picked: readonly (string | null)[]
  /** Frames the map drew for a batch that says what it knew already. */
  readonly idleFrames: number
  readonly tokens: Readonly<Record<string, string>>
}

let opened: Promise<MapOnPage> | undefined
let layer: ReturnType<typeof createMoversLayer> | undefined

/** Draws these movers, after others drawn before, and reads what is on the pane; points in CSS px. */
export async function drawMovers(movers: readonly PlacedMover[], points: readonly PanePosition[]): Promise<DrawnPane> {
  opened ??= openMap({ width: 400, height: 300, bounds: [116.94, 31.455, 116.95, 31.465], symbol: 2 })
  const { map, look } = await opened
  if (layer === undefined) {
    layer = createMoversLayer({ id: 'movers', look })
    map.addLayer(layer.layer, 'pin-label')
  }
  const rows = movers.map(({ x, y, ...rest }) => ({ ...rest, ...map.unproject([x, y]) }))
  layer.set(moverBatch(rows))
  await idle(map)
  const colours = await readColours(map, points)
  let idleFrames = 0
  const count = (): void => void (idleFrames += 1)
  map.on('render', count)
  layer.set(moverBatch(rows))
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  map.off('render', count)
  const names = ['text-2', 'panel', 'map-ground', 'st-unknown-border', 'focus']
  return {
    colours, idleFrames, picked: points.map(([x, y]) => layer?.pick({ x, y }) ?? null),
    tokens: Object.fromEntries(names.map((name) => [name, look.token(name).toUpperCase()])),
  }
}

/** Read in the frame itself: afterwards the browser may have taken the picture away. */
function readColours(map: MapOnPage['map'], points: readonly PanePosition[]): Promise<string[]> {
  return new Promise((done) => {
    void map.once('render', () => {
      const gl = map.getCanvas().getContext('webgl2')
      const ratio = map.getPixelRatio()
      const pixel = new Uint8Array(4)
      done(points.map(([x, y]) => {
        const fromBelow = (gl?.drawingBufferHeight ?? 0) - 1 - Math.floor(y * ratio)
        gl?.readPixels(Math.floor(x * ratio), fromBelow, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
        return `#${[...pixel.subarray(0, 3)].map((part) => part.toString(16).padStart(2, '0')).join('')}`.toUpperCase()
      }))
    })
    map.triggerRepaint()
  })
}
