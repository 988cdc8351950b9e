import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { createCameraWork } from './use-camera.ts'

const place = { lng: 117, lat: 31, zoom: 17 }
const hall = { center: [116.9, 31.4] as [number, number], bounds: [116, 31, 117, 32] as [number, number, number, number] }

/** A map that remembers where it was sent and lets the test resize it and move it by hand. */
class AMap {
  readonly sent: string[] = []
  isInFlight = false
  readonly #heard = new Map<string, (event: { originalEvent?: unknown }) => void>()

  on(event: string, hear: (event: { originalEvent?: unknown }) => void): void {
    this.#heard.set(event, hear)
  }
  happen(event: string, detail: { originalEvent?: unknown } = {}): void {
    this.#heard.get(event)?.(detail)
  }
  getBounds = () => ({ contains: () => true })
  isMoving = () => this.isInFlight
  jumpTo = ({ center, zoom }: { center: unknown; zoom?: number }) => void this.sent.push(`jump ${String(center)} ${String(zoom)}`)
  easeTo = ({ center, duration }: { center: unknown; duration: number }) => void this.sent.push(`ease ${String(center)} ${duration}`)
  fitBounds = (bounds: unknown, { padding }: { padding: number }) => void this.sent.push(`fit ${String(bounds)} ${padding}`)
}

describe('the view of a map whose pane changes its size', () => {
  let map: AMap
  let nowMs = 0
  const camera = (opensOn: 'center' | 'bounds') => createCameraWork(map as unknown as MapLibreMap, opensOn, () => nowMs)

  beforeEach(() => {
    map = new AMap()
    nowMs = 1_000
    document.documentElement.style.setProperty('--m-flight', '1200ms')
  })
  afterEach(() => document.documentElement.style.removeProperty('--m-flight'))

  it('flies the rest of a flight anew, to the new middle', () => {
    camera('center').show(place)
    map.isInFlight = true
    nowMs += 700

    map.happen('resize')

    expect(map.sent).toEqual(['ease 117,31 1200', 'ease 117,31 500'])
  })

  it('keeps the place in the middle after the flight, at the zoom it has', () => {
    camera('center').show(place)
    nowMs += 9_000

    map.happen('resize')

    expect(map.sent.at(-1)).toBe('jump 117,31 undefined')
  })

  it('is left alone once somebody has moved it by hand', () => {
    const work = camera('bounds')
    work.show(place)
    map.happen('movestart', { originalEvent: {} })

    map.happen('resize')
    work.home(hall)

    expect(map.sent).toEqual(['ease 117,31 1200'])
  })

  it('shows the whole hall again on a wall', () => {
    camera('bounds').home(hall)

    map.happen('resize')

    expect(map.sent).toEqual(['fit 116,31,117,32 24', 'fit 116,31,117,32 24'])
  })

  it('stays in the middle of a seat: MapLibre keeps it', () => {
    camera('center').home(hall)

    map.happen('resize')

    expect(map.sent).toEqual(['jump 116.9,31.4 undefined'])
  })
})
