import type { Shape } from '../shape.ts'
import type { lan as zh } from '../zh/lan.ts'

export const lan: Shape<typeof zh> = {
  title: 'Hall network',
  count: '{n}/{all}',
  own: '{n} waiting',
  waiting: 'waits at seat {seats}',
  granted: 'hall-ordered',
  unordered: 'unordered',
}
