import type { Shape } from '../shape.ts'
import type { places as zh } from '../zh/places.ts'

export const places: Shape<typeof zh> = {
  map: 'Map',
  mapAndEvidence: 'Map and evidence',
  evidence: 'Evidence',
  focusMap: 'To the map; again to return',
  layer: {
    cases: 'Cases', components: 'Components', grids: 'Grids', history: 'Past cases', basemap: 'Base map', inspectors: 'Inspectors', cameras: 'Cameras', vehicles: 'Vehicles',
  },
  layers: { label: 'Layers', shown: 'Showing {shown} / {total}', failed: '{what} could not be had: {why}' },
  zoom: { label: 'Zoom', in: 'Closer', out: 'Farther' },
  pick: 'Pick on the map',
  pickHint: 'Click to pick the place; keys: arrows move the map, Enter picks its middle',
  picked: 'Picked',
  scale: '1:{n}',
  frame: 'CGCS2000',
  positionsAsOf: '{what} as of {time}',
  attribution: '© OpenStreetMap contributors',
  noBasemap: 'No base map',
  hint: { noPlace: 'No place given' },
  trouble: {
    waiting: 'Waiting for the map from this machine’s service',
    noWebgl: 'This machine cannot draw the map',
    noWebglNote: 'Cases go on as usual: give an address, a component code or coordinates. Have the graphics driver checked, then open the window again',
    lost: 'The graphics stopped; the map is coming back',
    lostNote: 'Cases go on as usual',
  },
  facts: { label: 'Place', lngLat: 'Position', areaGrade: 'Area grade', nearestRoad: 'Nearest road', outside: 'Outside all grids', grade: 'Grade {grade}' },
  ledger: {
    title: 'Component ledger', code: 'Code', name: 'Name', classCode: 'Class', distance: 'From the point', notFound: 'The ledger has no such code', asking: 'Looking it up',
  },
  near: {
    title: 'Components nearby', none: 'No component within 60 m', choose: 'Choose one for the case', look: 'Choose one to see it on the map', metres: '{n} m', chosen: 'Chosen',
  },
  files: {
    title: 'Attachments', none: 'No attachments', note: 'Pictures, sounds and clips open in the case column', images: '{n} pictures', sounds: '{n} recordings', others: '{n} files',
    use: { report: 'Report', handle: 'Handling', check: 'Check', recording: 'Recording' },
  },
  empty: { title: 'No case selected', note: 'Select a case to see its place, attachments and what is nearby', noPoint: 'No place yet', noPointNote: 'Click the map, write an address or a component code; grid and components nearby follow' },
}
