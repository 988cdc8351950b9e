import type { Shape } from '../shape.ts'
import type { lan as zh } from '../zh/lan.ts'

export const lan: Shape<typeof zh> = {
  title: 'Hall network',
  count: '{n}/{all}',
  off: 'not on',
  trouble: 'This machine’s address in the hall’s network is not usable yet; tried again every few seconds. Tell the administrator if it stays so ({why})',
  own: '{n} waiting',
  waiting: 'waits at seat {seats}',
  granted: 'hall-ordered',
  unordered: 'unordered',
}
