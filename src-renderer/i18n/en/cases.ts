import { termNames } from '#shared/domain/case/term-names.ts'
import type { Shape } from '../shape.ts'
import { termsIn } from '../terms-in.ts'
import type { cases as zh } from '../zh/cases.ts'

export const cases: Shape<typeof zh> = {
  state: termsIn('en', termNames.states),
  source: termsIn('en', termNames.sources),
  post: termsIn('en', termNames.posts),
  action: termsIn('en', termNames.actions),
  clock: termsIn('en', termNames.clockKinds),
  list: termsIn('en', termNames.workLists),
  pause: termsIn('en', termNames.pauseReasons),
  appeal: termsIn('en', termNames.appeals),
  callBack: termsIn('en', termNames.callBacks),
  limit: {
    'urgent-hours': '{n} urgent h', 'working-hours': '{n} working h', 'working-days': '{n} working days', 'natural-days': '{n} days', 'desk-minutes': '{n} min',
  },
  lists: {
    title: 'Work lists', drafts: 'Drafts', byTimeLeft: 'by time left', newestFirst: 'newest first', none: 'Nothing in: {list}', noDrafts: 'No drafts', noDraftsNote: 'F2 begins one; it is saved while you type',
    unit: 'cases', what: 'The work list did not come', goTo: 'Show: {list}', next: 'Next case', previous: 'Previous case', untyped: 'No class yet',
    noNumber: 'no number yet', draftSaved: 'saved {time}', begun: '{name} · {action}, half written', newCase: 'New case', notBegun: 'The new case was not begun',
  },
  column: {
    label: 'Case', none: 'No case selected', noneNote: 'Choose one on the left, or begin one with F2', gone: 'This machine does not have the case', goneNote: 'It may not have arrived yet; it appears as soon as it has',
  },
  view: {
    title: '{name} · {place}', copyNo: 'Copy case number {no}', copied: 'Copied', ownNumber: 'number of this machine, final', urgent: 'Urgent', waitingNth: 'waiting, no. {n}',
    waitingFirst: '{action} waiting, no. {n}', leftOf: '{clock}, due {time}', lateOf: '{clock} late, was due {time}', paused: 'Clock paused', closedAt: 'closed {time}', endedAt: 'ended {time}', noClock: 'no clock',
    flow: 'Flow record', clocks: 'Clocks', openSum: 'a row opens its arithmetic', step: 'Step', limit: 'Limit', due: 'Due', used: '{time} used', latest: 'latest {time}', stopped: 'paused',
    timeDoubt: 'time in doubt', doneOffline: 'done offline', facts: 'Facts of the case',
  },
  fact: {
    'class': 'Class', 'limit': 'Limit', 'condition': 'Condition', 'closing': 'To be closed', 'grid': 'Unit grid', 'dutyGrid': 'Duty grid', 'reporter': 'Caller', 'source': 'Source', 'department': 'Department',
    'inspector': 'Inspector', 'component': 'Component', 'foundAt': 'Found', 'description': 'Description', 'onAccountUntil': 'On account to', 'counts': 'So far', 'callBack': 'Call back', 'appeal': 'Appeal',
    'state': 'State', 'handleDueAt': 'Handling due', 'areaGrade': 'Area grade',
  },
  count: {
    supervised: 'supervised {n}', urged: 'urged {n}', reworks: 'reworked {n}', returns: 'returned {n}', extensions: 'extended {n}', extensionAsked: 'extension asked for', exempt: 'excused',
  },
  reveal: {
    open: 'Show number', title: 'Show the caller’s number', reason: 'Reason', confirm: 'Show for 30 s', note: 'Reason and time go to the audit record', needed: 'A reason is required', left: 'hidden in {n} s', hide: 'Hide',
  },
  hidden: { title: 'Show numbers in the text', count: '{n} masked in the text' },
  flow: {
    byOne: '{person}: {action}', to: ', {receiver}', asked: 'waiting for {who}', now: 'Now',
  },
  sum: {
    counted: 'counts {range}, {span}', skipped: 'skips {range}, {why}', minutes: '{m} min', hours: '{h} h', hoursMinutes: '{h} h {m} min', more: 'and {n} more', whole: 'limit {limit} = {span}', extended: 'limit {limit}, extended {times} times = {span}', used: '{span} used',
    due: 'due {time}', running: 'being computed', failed: 'Not computed: {why}',
    why: { night: 'outside working hours', lunch: 'lunch', weekend: 'weekend', holiday: '{name}', pause: 'paused' },
  },
  act: {
    bar: 'Actions', more: 'More', less: 'Less', save: 'Confirm: {action}', words: 'Opinion', reason: 'Reason', inspector: 'Inspector',
    dutyInspector: 'on duty here', condition: 'Condition', areaGrade: 'Area grade', grade: 'Grade {grade}', urgent: 'Handle as urgent', until: 'Until', yes: 'Result', confirmed: 'It is so', denied: 'It is not so',
    fixed: 'Put right', notFixed: 'Not put right', satisfied: 'Satisfied', notSatisfied: 'Not satisfied', saved: '{action}: saved here, waiting as no. {n}', arrived: '{action}: at the platform', rejected: '{action}: sent back by the platform, see the outbox',
    whatNow: 'Not done: {why}', goOn: 'Go on with {action}', unseen: '{action} of {time}',
    unkept: 'What was written earlier could not be read; so that it is not overwritten, nothing is kept of what you write here, and leaving loses it. The earlier words go when the step is taken',
  },
  left: { title: 'What was written', head: '{action} cannot be done now; what was written is kept', noWords: 'Choices only, no words', copy: 'Copy', clear: 'Clear', notCleared: 'Not cleared', unreadable: 'What was written for {action} cannot be read here; writing anew replaces it', notRead: 'What was written earlier could not be read; a step can be taken all the same, but what is written for it is not kept' },
  notTaken: { title: 'Steps that were not taken', what: '{no} {name}: {action} was not done', open: 'Open the case', read: 'Seen' },
  stillSaved: { title: 'Steps saved before they were cancelled', what: '{no} {name}: {action} was saved before it was cancelled' },
  missing: {
    reason: 'A reason is required', words: 'Write something first', department: 'Choose a department first', inspector: 'Choose an inspector first', conditionId: 'Choose a condition first',
    until: 'Choose until when', yes: 'Choose the result first', notFixed: 'The check failed: closing needs a reason',
  },
  moved: {
    title: 'The case has been moved on', by: '{time} {person}: {action}', look: 'Seen, go on with the present case', closed: 'This step is no longer possible',
    nobody: 'changed on synchronising',
  },
}
