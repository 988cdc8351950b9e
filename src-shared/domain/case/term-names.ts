// The field's words for the terms of a case, for messages of the platform, the generated diagram and the windows alike.
import type { WorkList } from './work-lists.ts'
import type { CaseRow, Pause } from './case-row.ts'
import type { CaseAction, CaseSource, CaseState, ClockKind, LimitKind, Post } from './terms.ts'

export interface TermName {
  readonly zh: string
  readonly en: string
}

type Names<K extends string> = Readonly<Record<K, TermName>>

const name = (zh: string, en: string): TermName => ({ zh, en })

const states: Names<CaseState> = {
  'reported': name('待受理', 'To accept'),
  'verifying': name('核实在外', 'Out for verifying'),
  'accepted': name('待立案', 'To file'),
  'filed': name('待派遣', 'To dispatch'),
  'handling': name('处置中', 'Being handled'),
  'answered': name('待核查', 'To check'),
  'checking': name('核查在外', 'Out for checking'),
  'checked': name('待结案', 'To close'),
  'closed': name('已结案', 'Closed'),
  'refused': name('不立案', 'Not filed'),
  'voided': name('已作废', 'Voided'),
  'on-account': name('挂账', 'On account'),
}

const actions: Names<CaseAction> = {
  'report': name('上报', 'Report'),
  'accept': name('受理', 'Accept'),
  'send-verify': name('发核实', 'Send to verify'),
  'answer-verify': name('核实回复', 'Verify answer'),
  'file': name('立案', 'File'),
  'refuse': name('不立案', 'Refuse to file'),
  'void': name('作废', 'Void'),
  'dispatch': name('派遣', 'Dispatch'),
  'return': name('退回', 'Return'),
  're-dispatch': name('改派', 'Re-dispatch'),
  'answer': name('处置反馈', 'Handling answer'),
  'request-extension': name('申请延期', 'Ask for extension'),
  'approve-extension': name('同意延期', 'Grant extension'),
  'refuse-extension': name('不同意延期', 'Refuse extension'),
  'put-on-account': name('挂账', 'Put on account'),
  'resume': name('恢复办理', 'Resume'),
  'send-check': name('发核查', 'Send to check'),
  'answer-check': name('核查回复', 'Check answer'),
  'rework': name('返工', 'Rework'),
  'close': name('结案', 'Close'),
  'close-self-handled': name('自处置结案', 'Close as self-handled'),
  'appeal': name('超期申诉', 'Appeal'),
  'grant-appeal': name('同意申诉', 'Grant appeal'),
  'refuse-appeal': name('驳回申诉', 'Refuse appeal'),
  'supervise': name('督办', 'Supervise'),
  'urge': name('催办', 'Urge'),
  'call-back': name('回访', 'Call back'),
  'note': name('备注', 'Note'),
  'attach': name('补充附件', 'Attach'),
}

const posts: Names<Post> = {
  'acceptor': name('受理员', 'Acceptor'),
  'shift-leader': name('值班长', 'Shift leader'),
  'dispatcher': name('派遣员', 'Dispatcher'),
  'inspector': name('监督员', 'Inspector'),
  'department': name('处置单位', 'Department'),
  'evaluator': name('评价员', 'Evaluator'),
  'administrator': name('管理员', 'Administrator'),
  'system': name('系统', 'System'),
}

const sources: Names<CaseSource> = {
  'inspector': name('监督员上报', 'Inspector'),
  'self-handled': name('监督员自行处置', 'Self-handled by inspector'),
  'hotline': name('12319 热线', 'Hotline 12319'),
  'video': name('视频抓拍', 'Video'),
  'citizen-app': name('市民上报', 'Citizen app'),
  'web': name('网上举报', 'Web'),
  'leader': name('领导批示', "Leader's instruction"),
  'referral': name('部门批转', 'Referral'),
  'letter': name('来信来访', 'Letter or visit'),
  'media': name('媒体曝光', 'Media'),
  'import': name('外部导入', 'Import'),
}

const clockKinds: Names<ClockKind> = {
  'accept': name('受理', 'Accepting'),
  'verify': name('核实', 'Verifying'),
  'file': name('立案', 'Filing'),
  'dispatch': name('派遣', 'Dispatching'),
  'handle': name('处置', 'Handling'),
  'send-check': name('发核查', 'Sending to check'),
  'check': name('核查', 'Checking'),
  'close': name('结案', 'Closing'),
}

const limitKinds: Names<LimitKind> = {
  'urgent-hours': name('紧急工作时', 'urgent hours'),
  'working-hours': name('工作时', 'working hours'),
  'working-days': name('工作日', 'working days'),
  'natural-days': name('自然日', 'natural days'),
  'desk-minutes': name('分钟', 'minutes'),
}

const workLists: Names<WorkList> = {
  'to-accept': name('待受理', 'To accept'),
  'verify-out': name('核实在外', 'Out for verifying'),
  'to-file': name('待立案', 'To file'),
  'to-dispatch': name('待派遣', 'To dispatch'),
  'handling': name('处置中', 'Being handled'),
  'to-check': name('待核查', 'To check'),
  'to-close': name('待结案', 'To close'),
  'on-account': name('挂账', 'On account'),
  'to-decide': name('待审批', 'To decide'),
  'supervised': name('督办催办', 'Supervised'),
  'call-back': name('待回访', 'To call back'),
}

const pauseReasons: Names<Pause['why']> = {
  'verify-out': name('核实在外', 'Out for verifying'),
  'on-account': name('挂账', 'On account'),
  'call-back': name('回访', 'Call back'),
}

const appeals: Names<CaseRow['appeal']> = {
  'none': name('无申诉', 'No appeal'),
  'asked': name('申诉中', 'Appeal open'),
  'granted': name('申诉成立', 'Appeal granted'),
  'refused': name('申诉驳回', 'Appeal refused'),
}

const callBacks: Names<CaseRow['callBack']> = {
  'none': name('无需回访', 'No call back'),
  'due': name('待回访', 'To call back'),
  'satisfied': name('满意', 'Satisfied'),
  'unsatisfied': name('不满意', 'Not satisfied'),
}

export const termNames = {
  states,
  actions,
  posts,
  sources,
  clockKinds,
  limitKinds,
  workLists,
  pauseReasons,
  appeals,
  callBacks,
} as const
