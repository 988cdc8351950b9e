import { watch } from 'vue'
import type { Position } from '#shared/domain/geometry/geometry.ts'
import { useTheme } from '#renderer/composables/index.ts'
import { showShapes } from './live-source.ts'
import { tokenReader } from './look.ts'
import type { MapScale } from './look.ts'
import { lineShape } from './shapes.ts'
import type { Shapes } from './shapes.ts'
import type { HallMap } from './use-hall-map.ts'

export interface UseLinesOptions {
  /** Id of the source and of the layer. */
  readonly id: string
  /** Layer over it. */
  readonly below: string
  readonly lines: () => readonly (readonly Position[])[]
  readonly scale: () => MapScale
}

const DOT_PX = 2
/** In widths of the line: a dot is as long as its round ends. */
const DOTS = [0.1, 2.2]

/** Dotted lines on a hall's map, as of the tracks of what moves. */
export function useLines({ map, round }: HallMap, { id, below, lines, scale }: UseLinesOptions): void {
  const { theme } = useTheme()
  const shapes = (): Shapes => ({ type: 'FeatureCollection', features: lines().map((line) => lineShape(line, {})) })
  watch([map, round], () => {
    if (map.value === null || round.value === 0 || map.value.getLayer(id) !== undefined) return
    if (map.value.getSource(id) === undefined) map.value.addSource(id, { type: 'geojson', data: shapes() })
    const paint = { 'line-color': tokenReader()('text-2'), 'line-width': DOT_PX * scale().line, 'line-dasharray': DOTS }
    map.value.addLayer({ id, type: 'line', source: id, layout: { 'line-cap': 'round' }, paint }, below)
  }, { immediate: true })
  watch([theme, scale], () => {
    if (map.value?.getLayer(id) === undefined) return
    map.value.setPaintProperty(id, 'line-color', tokenReader()('text-2'))
    map.value.setPaintProperty(id, 'line-width', DOT_PX * scale().line)
  }, { flush: 'post' })
  watch(lines, () => {
    if (map.value?.getSource(id) !== undefined) showShapes(map.value, id, shapes())
  })
}
