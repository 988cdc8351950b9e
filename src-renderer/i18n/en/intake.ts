import type { Shape } from '../shape.ts'
import type { intake as zh } from '../zh/intake.ts'

export const intake: Shape<typeof zh> = {
  group: { who: 'Who', where: 'Where', what: 'What', when: 'When' },
  field: {
    reporterName: 'Caller', reporterPhone: 'Phone', source: 'Source', wantsCallBack: 'Call back', callBackYes: 'wanted', callBackNo: 'not wanted', address: 'Place', component: 'Component', classCode: 'Class',
    conditionId: 'Condition', limit: 'Limit', description: 'Description', foundAt: 'Found', callAt: 'Called', urgent: 'Urgent',
  },
  hint: {
    hidden: '{masks} will be kept masked; a reason shows it', address: 'road, place, house number, or pick on the map', component: 'component code', classCode: 'code, Chinese, pinyin initials', condition: 'choose a class first', description: 'as the caller says it',
  },
  fact: { grid: 'Unit grid', dutyGrid: 'Duty grid', community: 'Community', street: 'Street', inspector: 'Inspector on duty', label: 'Follows from the place' },
  because: { point: 'point lies in it', component: 'stands in it', grid: 'contains {grid}', ofGrid: 'of the grid', ofCommunity: 'of the community', duty: 'of the duty grid' },
  caller: { history: '{n} calls in a year', never: 'no call within a year', satisfied: 'satisfied last time', unsatisfied: 'not satisfied last time', recent: '{name}, {state}, {time}', refused: 'earlier calls could not be looked up' },
  class: {
    suggested: 'From the words', byComponent: 'from the component', yoursStays: 'Your own choice is never changed', use: 'Use the first suggestion', unknown: 'Choose a class from the list', more: '{n} more, type on',
  },
  place: {
    picked: 'picked on the map', notFound: 'No such component; check the code or clear it', noPoint: 'Pick it on the map or choose from the list', outside: 'The point is in no grid', refused: 'Grid and components of this place could not be looked up',
  },
  draft: {
    notEnded: '{no} did not go through; its draft is still open', notEndedList: 'Drafts that did not go through',
    goneHead: 'Draft {no} was filed or discarded elsewhere; these words are not in it',
    saved: 'Draft saved here {time}', failed: 'Draft not saved: {why}; trying again', gone: 'Draft not saved: the service of this machine has stopped; saved when it is back', over: 'Draft was filed or discarded; what is written here is saved no more',
    conflict: 'This draft was changed elsewhere too', conflictNote: 'Another window saved it at {time}', keepMine: 'Keep what stands here', takeTheirs: 'Take what was saved', discard: 'Discard', discarded: 'Draft discarded',
    discardedNote: 'Number {no} is still kept for it', undo: 'Take it back', what: 'The draft did not open', title: 'New case', titleOf: '{name} · {place}', noNumber: 'No numbers left; leased again when the link is back',
    placeless: 'no place yet', label: 'Hotline form',
  },
  duplicates: {
    title: 'Perhaps the same: {n}', rule: 'same class, {metres} m, {hours} h', merge: 'Merge into no. {n}', notOne: 'Not a duplicate, say why', explained: 'Said not to be a duplicate', because: 'Reason',
    no: 'Case number', distance: 'Distance', reported: 'Reported', state: 'State', place: 'Place', metres: '{n} m', refused: 'Duplicates could not be looked up; go on after looking yourself',
  },
  merge: { ask: 'Will not go along: {what}', note: 'The rest becomes a note there; put what is to be kept into the description', confirm: 'Merge all the same', reporterName: 'the caller’s full name (only its first character does)', reporterPhone: 'the telephone (not a number that can be kept sealed)', and: ', ' },
  advice: {
    title: 'Where to send it', note: 'takes effect after filing', noteFixed: 'the dispatcher decides', department: 'Department', reason: 'Reason', handled: 'Same, 90 days', onTime: 'On time', returns: 'Returned', mean: 'Mean time', open: 'Open',
    none: 'No suggestion; choose from the list', refused: 'Suggestions could not be looked up; choose from the list',
    why: {
      'owner': 'owns the component', 'keeper': 'keeps the component', 'grid-duty': 'answers for the class in this duty grid', 'class-duty': 'answers for the class', 'history': 'has handled the class in 90 days', 'fallback': 'last resort',
    },
    share: '{n} %', other: 'Another',
  },
  submit: { report: 'Report', accept: 'Accept', file: 'File', dispatch: 'File and dispatch', acceptOnly: 'Accept only', fileOnly: 'File only', reportOnly: 'Report only', noPost: 'Your post may not report', saving: 'Being saved here' },
  missing: {
    no: 'No case number left', classCode: 'Choose a class first', description: 'Write the description first', place: 'Place first: pick it or choose it', conditionId: 'Choose a condition first',
    department: 'Choose a department first', component: 'The component code is wrong', files: 'A file is still being stored here', lookUp: 'Duplicates and departments are still being looked up', duplicates: 'Perhaps a duplicate: merge, or say why not',
  },
}
