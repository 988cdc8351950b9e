import type { Shape } from '../shape.ts'
import type { link as zh } from '../zh/link.ts'

export const link: Shape<typeof zh> = {
  title: 'Link',
  rung: { 'normal': 'Normal', 'unsteady': 'Unsteady', 'offline': 'Offline', 'catching-up': 'Catching up', 'host-gone': 'Local service down' },
  since: 'since {time}',
  lasting: 'since {time}, for {age}',
  outbox: 'Outbox',
  waiting: '{n} waiting',
  rejected: '{n} rejected',
  lastSync: 'Last sync',
  cache: 'Local cache',
  cases: '{n} cases',
  retries: '{n} retries',
  behind: '{n} to go',
  works: 'Accept, file and dispatch work; sent in order later',
  stops: 'Video, text messages and live positions have stopped',
  platform: 'Platform',
  connected: 'connected',
  clockOffset: 'Clock offset',
  offsetSeconds: '{sign}{n} s',
  hostGone: 'What was saved is safe; it is coming back by itself',
}
