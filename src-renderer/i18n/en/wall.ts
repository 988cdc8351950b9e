import type { Shape } from '../shape.ts'
import type { wall as zh } from '../zh/wall.ts'

export const wall: Shape<typeof zh> = {
  open: 'Open',
  overdueOpen: 'Overdue',
  emergency: 'Emergency',
  reportedToday: 'Reported today',
  filedToday: 'Filed today',
  closedToday: 'Closed today',
  unitCase: 'cases',
  urgentList: 'The {n} that matter',
  legend: 'Legend',
  today: 'Today',
  filedShort: 'Filed',
  closedShort: 'Closed',
  openShort: 'Open',
  overdueShort: 'Overdue',
  pendingIn: '{n} not sent yet',
  nonePressing: 'Nothing is pressing',
  casesAsOf: 'Cases',
  positionOf: 'Map',
  connecting: 'Reaching the service of this machine',
  scale: 'pitch {pitch} mm, farthest {distance} m, type {u} px',
  nearer: 'Readers nearer',
  farther: 'Readers farther',
  scene: 'Wall',
}
