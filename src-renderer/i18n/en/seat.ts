import type { Shape } from '../shape.ts'
import type { seat as zh } from '../zh/seat.ts'

export const seat: Shape<typeof zh> = {
  workLists: 'Work lists',
  list: {
    'accept': 'To accept', 'verifying': 'Out for verifying', 'file': 'To file', 'dispatch': 'To dispatch', 'check': 'To check', 'close': 'To close',
    'supervised': 'Supervised, urged', 'call-back': 'To call back', 'drafts': 'Drafts', 'handling': 'Being handled',
  },
  sortedByLeft: 'by time left',
  limitOf: 'limit {limit}',
  noneWaiting: 'Nothing in “{list}”',
  newCase: 'New case',
  openSearch: 'Search',
  switchList: 'Work list {n}',
  nextRow: 'Next row',
  previousRow: 'Previous row',
  toMap: 'To the map',
  toWall: 'Push to the wall',
  thisShift: 'This shift since {time}',
  averageAccept: 'accepting takes {time}',
  neighbour: 'Done at seat {seat}, waiting to be sent',
  caseColumn: 'Case',
  everywhere: 'Everywhere',
  commandBar: 'Command bar',
  outboxKey: 'Outbox',
  lockKey: 'Lock',
  atSeat: 'Seat {seat}',
  language: '中文 / English',
}
