import type { Shape } from '../shape.ts'
import type { wall as zh } from '../zh/wall.ts'

export const wall: Shape<typeof zh> = {
  open: 'Open',
  emergency: 'Emergency',
  reportedToday: 'Reported today',
  unitCase: 'cases',
  urgentList: 'The {n} that matter',
  today: 'Today',
  filedShort: 'Filed',
  closedShort: 'Closed',
  openShort: 'Open',
  overdueShort: 'Overdue',
  pendingIn: '{n} not sent yet',
  nonePressing: 'Nothing is pressing',
  casesAsOf: 'Cases',
  connecting: 'Reaching the service of this machine',
  scale: 'pitch {pitch} mm, farthest {distance} m, type {u} px',
  nearer: 'Readers nearer',
  farther: 'Readers farther',
  scene: 'Wall',
}
