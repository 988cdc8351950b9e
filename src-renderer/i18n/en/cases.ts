import type { Shape } from '../shape.ts'
import type { cases as zh } from '../zh/cases.ts'

export const cases: Shape<typeof zh> = {
  state: {
    'reported': 'To accept', 'verifying': 'Being verified', 'accepted': 'To file', 'filed': 'To dispatch', 'handling': 'Being handled', 'answered': 'To check',
    'checking': 'Being checked', 'checked': 'To close', 'closed': 'Closed', 'refused': 'Refused', 'voided': 'Voided', 'on-account': 'On account',
  },
  source: {
    'inspector': 'Inspector', 'self-handled': 'Self-handled', 'hotline': 'Hotline 12319', 'video': 'Video', 'citizen-app': 'Citizen app', 'web': 'Web site',
    'leader': 'Leader', 'referral': 'Referral', 'letter': 'Letter or visit', 'media': 'Media', 'import': 'Import',
  },
  post: {
    'acceptor': 'Acceptor', 'shift-leader': 'Shift leader', 'dispatcher': 'Dispatcher', 'inspector': 'Inspector', 'department': 'Department',
    'evaluator': 'Evaluator', 'administrator': 'Administrator', 'system': 'System',
  },
  action: {
    'report': 'Report', 'accept': 'Accept', 'send-verify': 'Send to verify', 'answer-verify': 'Verify answer', 'file': 'File', 'refuse': 'Refuse', 'void': 'Void',
    'dispatch': 'Dispatch', 'return': 'Return', 're-dispatch': 'Dispatch anew', 'answer': 'Answer', 'request-extension': 'Ask for extension',
    'approve-extension': 'Approve extension', 'refuse-extension': 'Refuse extension', 'put-on-account': 'Put on account', 'resume': 'Resume',
    'send-check': 'Send to check', 'answer-check': 'Check answer', 'rework': 'Rework', 'close': 'Close', 'close-self-handled': 'Close self-handled',
    'appeal': 'Appeal', 'grant-appeal': 'Grant appeal', 'refuse-appeal': 'Refuse appeal', 'supervise': 'Supervise', 'urge': 'Urge', 'call-back': 'Call back',
    'note': 'Note', 'attach': 'Attachment',
  },
  clock: {
    'accept': 'Accept', 'verify': 'Verify', 'file': 'File', 'dispatch': 'Dispatch', 'handle': 'Handle', 'send-check': 'Send to check', 'check': 'Check', 'close': 'Close',
  },
  limit: {
    'urgent-hours': '{n} clock hours', 'working-hours': '{n} working hours', 'working-days': '{n} working days', 'natural-days': '{n} days', 'desk-minutes': '{n} min',
  },
  form: {
    who: 'Who', where: 'Where', what: 'What', when: 'When', evidence: 'Evidence',
    reporter: 'Caller', phone: 'Phone', source: 'Source', callBack: 'Call back', wantsCallBack: 'wanted', noCallBack: 'not wanted',
    address: 'Place', component: 'Component', grid: 'Unit grid', dutyGrid: 'Duty grid', community: 'Community', street: 'Street', inspector: 'Inspector on duty',
    class: 'Class', condition: 'Condition', limit: 'Limit', description: 'Description', foundAt: 'Found', calledAt: 'Called',
    becausePoint: 'point lies in it', becauseGrid: 'of the grid', becauseContains: 'contains {grid}', becauseCommunity: 'of the community',
    suggested: 'From the words', yoursStays: 'Your own choice is never changed', draftSaved: 'Draft saved here {time}', saveDraft: 'Save draft', urgent: 'Urgent',
    areaGrade: 'Area grade',
  },
  duplicates: { title: 'Perhaps the same: {n}', rule: 'same class, {metres} m, {hours} h', merge: 'Merge into no. {n}', notOne: 'Not a duplicate, say why' },
  view: {
    no: 'Case number', state: 'State', department: 'Department', flow: 'Flow record', clocks: 'Clocks', openSum: 'a row opens its arithmetic', step: 'Step', limit: 'Limit',
    due: 'Due', used: '{time} used', latest: 'latest {time}', pendingNth: 'waiting, no. {n}', ownNumber: 'number of this machine, final', timeDoubt: 'time in doubt',
    doneOffline: 'done offline', dispatchAdvice: 'Where to send it', reason: 'Reason', reasonNeeded: 'a reason is required', leftOf: 'left to {clock}', lateOf: 'late to {clock}',
  },
}
