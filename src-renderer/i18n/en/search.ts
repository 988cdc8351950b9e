import type { Shape } from '../shape.ts'
import type { search as zh } from '../zh/search.ts'

export const search: Shape<typeof zh> = {
  placeholder: 'Case number, component code, street, pinyin initials',
  label: 'Command bar',
  group: { command: 'Commands', case: 'Cases', component: 'Components', grid: 'Grids', street: 'Streets', place: 'Places', class: 'Classes' },
  none: 'Nothing found for “{text}”',
  failed: 'The search failed: {reason}',
  asOf: 'local cache, as of {time}',
  classNote: 'find cases of this class',
  command: {
    newCase: 'New case', theme: 'Switch day and night', language: 'Switch Chinese and English', lock: 'Lock', signOut: 'Sign out', outbox: 'Outbox', board: 'Board', audit: 'Audit trail', devices: 'Devices and keys', seat: 'Back to the seat', wall: 'Wall', map: 'To the map', keys: 'Key help',
  },
}
