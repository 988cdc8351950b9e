import type { Shape } from '../shape.ts'
import type { audit as zh } from '../zh/audit.ts'

export const audit: Shape<typeof zh> = {
  title: 'Audit trail',
  list: 'Audit trail, newest first',
  search: 'Person, case number, reason',
  from: 'From', to: 'To',
  kind: { label: 'Kind', all: 'All', session: 'Sign-in', case: 'Cases', outbox: 'Outbox', window: 'Export, print', wall: 'Wall', keys: 'Keys', audit: 'Trail' },
  column: { time: 'Time', person: 'Person', post: 'Post', what: 'What', subject: 'Subject', result: 'Result' },
  nobody: 'this machine',
  ok: 'done', recovered: '{salvaged} added, {missing} missing', extended: 'with {second}, until {time}', along: '{n} sent again', refused: 'refused',
  empty: 'No entry fits',
  looking: 'Looking through older entries…',
  of: '{n} on this machine',
  export: 'Export and sign',
  exported: '{n} entries exported, with manifest and signature; a copy stays in exports/audit of this machine',
  protection: {
    title: 'Data protection',
    disk: 'Disk', diskYes: 'encrypted ({how})', diskNo: 'not encrypted ({how}): addresses and descriptions can be read off the disk; have it encrypted',
    diskUnknown: 'not known ({how}); have the administrator check',
    keys: 'Hall keys', current: '{id} (current)', noKeys: 'none on this machine',
    recovery: 'Recovery code', hasRecovery: 'made, kept by a leader', noRecovery: 'none: without the key ring this machine’s data cannot be opened',
    make: 'Make a code', makeNew: 'Make a new one', once: 'Shown this once: write it down for the leader; the former one is void once you say so', hide: 'Written down',
    ask: 'Make a recovery code?', what: 'It opens this machine’s key: have pen and paper ready. The former code is good until you say that this one is written down.', confirm: 'Make it',
    trail: 'Trail', trailOf: 'entries {first} to {last}', exportedTo: 'exported up to {n}', neverExported: 'never exported',
    kept: 'Whole months leave after 12 months, once exported and anchored at the platform',
  },
  what: {
    signIn: 'Sign-in', signOut: 'Sign-out', lock: 'Lock', unlock: 'Unlock', takenOver: 'Taken over', extendOffline: 'Offline sign-in extended', recovered: 'Ledger recovered', trustedAgain: 'Ledger proved and used again', keyRecovered: 'Key recovered', keyReplaced: 'Key replaced', revealPhone: 'Caller’s number shown', revealNumbers: 'Numbers in text shown',
    again: 'Sent again', withdraw: 'Rejected act given up', merge: 'Merged and sent', takeBack: 'Giving up undone', export: 'Export', print: 'Print', auditExport: 'Trail exported', auditCut: 'Old entries removed',
    learned: 'New hall key', recoveryCode: 'Recovery code made', codeNoted: 'Recovery code written down', keyBack: 'Machine key is back', wallShow: 'Wall scene', wallPush: 'Pushed to wall', wallUndo: 'Wall undone', wallRotate: 'Wall rotation', wallSchedule: 'Wall scenes by time', wallHandBack: 'Wall back to its times', wallVisitors: 'Visitors at the wall', wallSave: 'Scene saved', wallDrop: 'Scene deleted', wallRestore: 'Scene brought back', wallFit: 'Wall measures',
    track: 'Track shown', openFile: 'File opened', removeFile: 'File removed', rebuild: 'Cache rebuilt', revoke: 'Machine revoked', rotate: 'Business key changed',
  },
}
