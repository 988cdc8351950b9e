import type { attachments as zh } from '../zh/attachments.ts'
import type { Shape } from '../shape.ts'

export const attachments: Shape<typeof zh> = {
  title: 'Files',
  add: 'Add photo, sound, clip',
  addHint: 'Drop or paste; stored here first, sent by itself when the link is back',
  drop: 'Let go to add to this case',
  group: { report: 'Before (report)', handle: 'After (department)', check: 'Check', recording: 'Recording' },
  none: 'No files',
  count: '{n}',
  state: {
    taking: 'Storing {share}%',
    held: 'Stored here, goes with the case',
    unnamed: 'Stored here, not part of the case yet',
    staged: 'Stored here, to be sent',
    sending: 'Sending {share}%',
    confirmed: 'Confirmed by the platform',
    failed: 'Not sent: {why}',
    resting: 'To be tried again: {why}',
    coming: 'Fetching {share}%',
    away: 'At the platform, open to fetch',
    missing: 'Not at the platform: not sent yet, or lost',
    lost: 'The platform had it and has lost it; no copy here either',
    notHere: 'Not on this machine: {why}',
    undrawable: 'This format cannot be shown here',
    unreadablePaper: 'This PDF cannot be opened: damaged, or under a password. Save it and look at it elsewhere',
    heic: 'HEIC pictures cannot be shown here: save it and open it with a viewer',
    heicShort: 'HEIC, not shown here, can be saved',
  },
  act: { save: 'Save a copy', open: 'Look at {name}', play: 'Play {name}', fetch: 'Fetch {name}', retry: 'Try now', remove: 'Remove {name}', drop: 'Remove', write: 'Add to the case', cancel: 'Stop storing', dismiss: 'Understood' },
  refused: '{name}: {why}',
  box: { label: 'File {name}', of: '{at} / {total}', zoomIn: 'Larger', zoomOut: 'Smaller', whole: 'Whole', nextPage: 'Next page', previousPage: 'Previous page', page: 'Page {at} / {total}', paper: '{name}, page {at} of {total}', previous: 'Previous', next: 'Next' },
  queue: {
    label: 'Files', cell: '{n} · {size}', left: ' · {time} left', failed: '{n} files not sent', title: 'Files being sent', empty: 'No file waits', note: 'Nothing is lost when the machine stops; a file is done when the platform confirms its hash',
    rate: '{rate}/s', openCase: 'Open the case', attempts: 'tried {n} times', next: 'Next: {next}',
    promise: '{size} in all, sent when the link is back; cases never wait for it',
  },
}
