import type { Shape } from '../shape.ts'
import type { places as zh } from '../zh/places.ts'

export const places: Shape<typeof zh> = {
  map: 'Map',
  mapAndEvidence: 'Map and evidence',
  layer: { cases: 'Cases', components: 'Components', grids: 'Grids', inspectors: 'Inspectors', cameras: 'Cameras', vehicles: 'Vehicles' },
  pick: 'Pick on the map',
  picked: 'Picked',
  scale: '1:{n}',
  frame: 'CGCS2000',
  positionsAsOf: '{what} as of {time}',
  attribution: '© OpenStreetMap contributors',
  noBasemap: 'No base map',
}
