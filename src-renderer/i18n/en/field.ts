import type { field as words } from '../zh/field.ts'
import type { Shape } from '../shape.ts'

export const field: Shape<typeof words> = {
  title: 'In the streets',
  list: 'List',
  inspectors: 'Inspectors',
  vehicles: 'Vehicles',
  cameras: 'Cameras',
  positions: 'Positions',
  online: 'On line {online} / {total}',
  kind: { 'inspector': 'Inspector', 'muck-truck': 'Muck truck', 'sweeper': 'Sweeper', 'sprinkler': 'Sprinkler', 'patrol': 'Patrol car' },
  state: { moving: 'Moving', still: 'Standing', offline: 'Off line', stale: 'Stale', unknown: 'Unknown' },
  offGrid: 'Off grid since {time}',
  notHeard: 'No positions arrive; this is what was last known',
  never: 'No position has arrived since this PC started',
  noFix: 'No position',
  none: 'No inspectors or vehicles are registered',
  track: 'Last half hour',
  trackPart: 'Track not complete: the platform did not answer',
  goTo: 'Show on the map',
  camera: { noGroup: 'No group' },
}
