import type { Shape } from '../shape.ts'
import type { devices as zh } from '../zh/devices.ts'

export const devices: Shape<typeof zh> = {
  list: 'Machines of the hall',
  column: { seat: 'Seat', name: 'Machine', role: 'Use', enrolled: 'Enrolled', key: 'Business key', state: 'State' },
  role: { seat: 'Seat', wall: 'Wall' },
  own: 'this machine', live: 'Enrolled', revoked: 'Revoked', revokedAt: 'revoked {time}', noReason: 'no reason given',
  keyNone: 'none, it is a wall', keyUnknown: 'not fetched yet', keyCurrent: '{id} (current)', keyBehind: '{id}, {current} to come',
  showRevoked: 'With revoked ones', empty: 'No machines', refresh: 'Refresh', updated: 'as of {time}',
  key: {
    title: 'Business key', current: 'Current key', since: 'In use since', progress: 'Progress', progressOf: '{done} of {all} seats', done: 'Every seat has it', behind: 'Without it',
    rotate: 'Change the business key', ask: 'Change the business key?', confirm: 'Change',
    what: 'New names and numbers are sealed under the new key; earlier ones stay readable. Seats on line fetch it at once; a seat off line goes on under its own and catches up.',
    first: 'When a machine was stolen or somebody has left: revoke the machine first.', rotated: 'Changed to {id}',
  },
  machine: {
    title: 'Machine', none: 'Choose a machine', revoke: 'Revoke', ask: 'Revoke {name} of seat {seat}?', confirm: 'Revoke',
    what: 'It is cut off at once, sends and receives nothing and gets no new key. What it has is not erased; to be used again it is enrolled anew.',
    reason: 'Reason', reasonMissing: 'Give a reason', pin: 'Your PIN', pinMissing: 'Enter your PIN', ownBlocked: 'The machine in use cannot revoke itself', revokedNow: '{name} of seat {seat} is revoked',
  },
}
