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
}
