import type { CaseAction, CaseSource, CaseState, ClockKind, LimitKind, Post } from '#shared/domain/case/terms.ts'

export const cases = {
  state: {
    'reported': '待受理', 'verifying': '核实在外', 'accepted': '待立案', 'filed': '待派遣', 'handling': '处置中', 'answered': '待核查',
    'checking': '核查在外', 'checked': '待结案', 'closed': '已结案', 'refused': '不立案', 'voided': '作废', 'on-account': '挂账',
  } satisfies Record<CaseState, string>,
  source: {
    'inspector': '监督员上报', 'self-handled': '自处置', 'hotline': '12319 热线', 'video': '视频', 'citizen-app': '市民上报', 'web': '网站',
    'leader': '领导交办', 'referral': '部门转办', 'letter': '来信来访', 'media': '媒体', 'import': '导入',
  } satisfies Record<CaseSource, string>,
  post: {
    'acceptor': '受理员', 'shift-leader': '值班长', 'dispatcher': '派遣员', 'inspector': '监督员', 'department': '处置单位', 'evaluator': '评价员',
    'administrator': '管理员', 'system': '系统',
  } satisfies Record<Post, string>,
  action: {
    'report': '上报', 'accept': '受理', 'send-verify': '发核实', 'answer-verify': '核实答复', 'file': '立案', 'refuse': '不立案', 'void': '作废',
    'dispatch': '派遣', 'return': '退回', 're-dispatch': '改派', 'answer': '处置反馈', 'request-extension': '申请延期', 'approve-extension': '批准延期',
    'refuse-extension': '不同意延期', 'put-on-account': '挂账', 'resume': '恢复办理', 'send-check': '发核查', 'answer-check': '核查答复', 'rework': '返工',
    'close': '结案', 'close-self-handled': '自处置结案', 'appeal': '超期申诉', 'grant-appeal': '同意申诉', 'refuse-appeal': '不同意申诉', 'supervise': '督办',
    'urge': '催办', 'call-back': '回访', 'note': '批注', 'attach': '附件',
  } satisfies Record<CaseAction, string>,
  clock: {
    'accept': '受理', 'verify': '核实', 'file': '立案', 'dispatch': '派遣', 'handle': '处置', 'send-check': '发核查', 'check': '核查', 'close': '结案',
  } satisfies Record<ClockKind, string>,
  limit: {
    'urgent-hours': '{n} 紧急工作时', 'working-hours': '{n} 工作时', 'working-days': '{n} 工作日', 'natural-days': '{n} 自然日', 'desk-minutes': '{n} 分钟',
  } satisfies Record<LimitKind, string>,
  form: {
    who: '何人', where: '何地', what: '何事', when: '何时', evidence: '凭据',
    reporter: '来电人', phone: '电话', source: '来源', callBack: '回访', wantsCallBack: '需要', noCallBack: '不需要',
    address: '位置', component: '部件', grid: '单元网格', dutyGrid: '责任网格', community: '社区', street: '街道', inspector: '责任监督员',
    class: '小类', condition: '立案条件', limit: '时限', description: '描述', foundAt: '发现', calledAt: '来电',
    becausePoint: '点位落入', becauseGrid: '网格所属', becauseContains: '含 {grid}', becauseCommunity: '社区所属',
    suggested: '由描述建议', yoursStays: '你选的不会被改', draftSaved: '草稿已存本机 {time}', saveDraft: '存草稿', urgent: '紧急', areaGrade: '区域等级',
  },
  duplicates: { title: '疑似重复 {n} 件', rule: '同小类、{metres} m、{hours} 小时内', merge: '并入第 {n} 件', notOne: '不是重复，写明原因' },
  view: {
    no: '案卷号', state: '状态', department: '处置单位', flow: '流程记录', clocks: '计时', openSum: '点一行看算式', step: '环节', limit: '限', due: '到限', used: '用 {time}',
    latest: '最迟 {time}', pendingNth: '待发第 {n} 条', ownNumber: '本机号，追平后不变', timeDoubt: '时间存疑', doneOffline: '离线办理', dispatchAdvice: '派遣建议',
    reason: '理由', reasonNeeded: '要写明原因', leftOf: '{clock}余时', lateOf: '{clock}超时',
  },
} as const
