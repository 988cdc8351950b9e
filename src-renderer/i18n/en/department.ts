import type { Shape } from '../shape.ts'
import type { department as zh } from '../zh/department.ts'

export const department: Shape<typeof zh> = {
  title: 'Department', skip: 'Go to the case',
  signIn: {
    lead: 'Sign in with the number and PIN of a department’s worker', again: 'The sign-in has ended; what you wrote is still here', againNote: 'Sign in again and go on', wrongPost: 'This number is not a department’s worker', offline: 'The platform cannot be reached; sign in when it can',
  },
  who: { signOut: 'Sign out', toDark: 'Night', toLight: 'Day', otherLanguage: '中文' },
  leave: { title: 'Not arrived yet: {n}', kept: 'Signed out, nothing is sent; it goes on when you sign in here again', lost: 'This machine cannot keep it: what has not arrived is lost', confirm: 'Sign out all the same' },
  lists: {
    label: 'Cases of this department', open: 'To handle', answered: 'Answered', closed: 'Finished', openCount: 'To handle {n}', search: 'Number, class, address, description', unit: 'cases', what: 'The list of cases did not arrive',
    none: { open: 'No case to handle', answered: 'No answered case waits for a check', closed: 'No finished case' }, notFound: 'No case fits “{words}”', since: 'sent {time}', at: '{time}', goTo: 'See {list}', previous: 'Previous case', next: 'Next case', find: 'Find',
  },
  link: { gone: 'The platform cannot be reached', asOf: 'list as of {time}', never: 'no list has arrived yet', kept: 'What you write is kept on this machine and goes on by itself', notKept: 'This machine cannot keep what you write: leave the page open until it has arrived' },
  sheet: {
    none: 'No case is selected', noneNote: 'Choose one from the list', gone: 'This case is no longer with your department', goneNote: 'Returned or sent elsewhere, the command centre has it', back: 'Back to the list', place: 'Place', openMap: 'Open in a map', coordinates: 'At {lat}, {lng}', noCoordinates: 'No coordinates',
    source: 'Source', filed: 'Filed', dispatched: 'Dispatched', grid: 'Unit grid', component: 'Component', condition: 'Filed because', closing: 'Closed when', handleLeft: 'left to handle, due {time}', handleLate: 'over the limit, due {time}', noClock: 'no clock runs',
    reworks: 'Reworked {n} times', urged: 'Urged {n} times', supervised: 'Supervised {n} times', extensionAsked: 'Extension asked', extensions: 'Extended {n} times', urgent: 'Urgent', print: 'Print', printed: 'As of {asOf} · printed {time}', old: 'Nothing newer could be read, as of {time}',
  },
  pictures: {
    before: 'Before', after: 'After', ofReport: 'Pictures of the report', ofHandling: 'Pictures of the handling', ofCheck: 'Pictures of the check', none: 'No pictures', add: 'Add pictures', addTo: 'Add pictures: {moment}', remove: 'Remove {name}', look: 'Show', enlarge: 'Enlarge {name}', shrink: 'Shrink {name}',
    limits: 'JPEG, PNG, WebP; 20 MB each, {n} at most', waiting: 'Waiting for the link, {share} sent', uploading: '{share} sent', there: 'Arrived', failed: 'Did not arrive', retry: 'Send again', notTaken: '{name} was not added: {why}', loading: 'Fetching the picture', couldNot: 'The picture did not arrive: {why}', notKept: 'Pictures are kept by this page only: leave it open until they have arrived',
  },
  step: { 'answer': 'Handled', 'return': 'Return', 'request-extension': 'Ask for extension', 'note': 'Note', 'attach': 'Late pictures' },
  ask: {
    'answer': 'What was done', 'return': 'Reason', 'request-extension': 'Reason', 'note': 'Note',
    answerNote: 'An inspector checks it next', returnNote: 'The command centre dispatches it anew', extensionNote: 'An approval adds the original limit once more, twice at most', noteNote: 'Stands in the flow and changes nothing',
  },
  confirm: { 'answer': 'Confirm: handled', 'return': 'Confirm return', 'request-extension': 'Send request', 'note': 'Write down' },
  missing: { 'answer': 'Say what was done', 'return': 'Say why it is returned', 'request-extension': 'Say why more time is needed', 'note': 'Write the note' },
  sendingOther: '{step}: not arrived yet; this step can follow once they have', numbersHidden: 'Numbers are shown in part once sent; seats of the command centre can read them whole',
  picturesTaking: 'Pictures still being taken in: {n}', picturesOnWay: 'Pictures are on their way, {there} / {total}', picturesFailed: 'A picture did not arrive: send it again or remove it', bar: 'Steps', barNone: 'Somebody else has the next step: {state}',
  delivery: {
    sending: 'Sending: {step}', waiting: '{step}: not known to have arrived', waitingNote: 'Sent again by itself; it counts once', done: '{step}: the platform has it', refused: '{step}: not done', byOther: '{name} acted at {time}; the case is now: {state}', byOtherNobody: 'Somebody else has moved the case; it is now: {state}', dismiss: 'I see', sendNow: 'Send now', leftOver: '{step}: words that were not sent', picturesKept: 'Pictures not taken by the platform and kept here: {n}', leftPictures: 'Pictures that were not taken: {n}', drop: 'Discard', follow: 'Send the late picture | Send {n} late pictures',
  },
}
