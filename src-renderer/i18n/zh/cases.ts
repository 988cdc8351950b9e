import { termNames } from '#shared/domain/case/term-names.ts'
import type { LimitKind } from '#shared/domain/case/terms.ts'
import { termsIn } from '../terms-in.ts'

export const cases = {
  state: termsIn('zh', termNames.states),
  source: termsIn('zh', termNames.sources),
  post: termsIn('zh', termNames.posts),
  action: termsIn('zh', termNames.actions),
  clock: termsIn('zh', termNames.clockKinds),
  list: termsIn('zh', termNames.workLists),
  pause: termsIn('zh', termNames.pauseReasons),
  appeal: termsIn('zh', termNames.appeals),
  callBack: termsIn('zh', termNames.callBacks),
  limit: {
    'urgent-hours': '{n} 紧急工作时', 'working-hours': '{n} 工作时', 'working-days': '{n} 工作日', 'natural-days': '{n} 自然日', 'desk-minutes': '{n} 分钟',
  } satisfies Record<LimitKind, string>,
  lists: {
    title: '工作列表', drafts: '草稿', byTimeLeft: '按余时', newestFirst: '新的在前', none: '没有{list}的案件', noDrafts: '没有草稿', noDraftsNote: '按 F2 新建，边写边存本机',
    unit: '件', what: '没有取到工作列表', goTo: '看{list}', next: '下一件', previous: '上一件', untyped: '未定小类', noNumber: '暂无案卷号',
    draftSaved: '{time} 存', begun: '{name} · {action}写了一半', newCase: '新建案件', notBegun: '没有建成新案件',
  },
  column: {
    label: '案件', none: '没有选中案件', noneNote: '从左边选一件，或按 F2 新建', gone: '本机没有这件案件', goneNote: '可能还没有同步到本机；同步后会自动出现',
  },
  view: {
    title: '{name} · {place}', copyNo: '复制案卷号 {no}', copied: '已复制', ownNumber: '本机号，追平后不变', urgent: '紧急', waitingNth: '待发第 {n} 条', waitingFirst: '{action}待发，第 {n} 条',
    leftOf: '{clock}余时，{time} 到限', lateOf: '{clock}超时，{time} 到限', paused: '计时暂停', closedAt: '{time} 结案', endedAt: '{time} 办结', noClock: '没有计时',
    flow: '流程记录', clocks: '计时', openSum: '点一行看算式', step: '环节', limit: '限', due: '到限', used: '用 {time}', latest: '最迟 {time}', stopped: '暂停中', timeDoubt: '时间存疑',
    doneOffline: '离线办理', facts: '案件信息',
  },
  fact: {
    'class': '小类', 'limit': '时限', 'condition': '立案条件', 'closing': '结案条件', 'grid': '单元网格', 'dutyGrid': '责任网格', 'reporter': '来电人', 'source': '来源', 'department': '处置单位',
    'inspector': '监督员', 'component': '部件', 'foundAt': '发现', 'description': '描述', 'onAccountUntil': '挂账至', 'counts': '经过', 'callBack': '回访', 'appeal': '申诉', 'state': '状态',
    'handleDueAt': '处置到限', 'areaGrade': '区域等级',
  },
  count: { supervised: '督办 {n} 次', urged: '催办 {n} 次', reworks: '返工 {n} 次', returns: '退回 {n} 次', extensions: '延期 {n} 次', extensionAsked: '延期待批', exempt: '已免责' },
  reveal: {
    open: '查看号码', title: '查看来电人号码', reason: '查看原因', confirm: '查看 30 秒', note: '原因和时间记入审计', needed: '要写明查看原因', left: '{n} 秒后隐藏', hide: '隐藏',
  },
  hidden: { title: '查看文本中的号码', count: '文本中有 {n} 个号码已掩码' },
  flow: {
    byOne: '{person}{action}', to: '，{receiver}', asked: '待{who}答复', now: '现在',
  },
  sum: {
    counted: '计 {range}，{span}', skipped: '不计 {range}，{why}', minutes: '{m} 分', hours: '{h} 小时', hoursMinutes: '{h} 小时 {m} 分', more: '另有 {n} 段', whole: '限 {limit}，共 {span}', extended: '限 {limit}，延期 {times} 次，共 {span}', used: '已用 {span}',
    due: '{time} 到限', running: '计算中', failed: '没有算出来：{why}',
    why: { night: '下班时间', lunch: '午休', weekend: '周末', holiday: '{name}', pause: '暂停' },
  },
  act: {
    bar: '办理', more: '更多', less: '收起', save: '确认{action}', words: '意见', reason: '原因', inspector: '监督员',
    dutyInspector: '责任监督员', condition: '立案条件', areaGrade: '区域等级', grade: '{grade} 级', urgent: '按紧急办理', until: '挂账至', yes: '结果', confirmed: '属实', denied: '不属实', fixed: '已处置到位',
    notFixed: '未处置到位', satisfied: '满意', notSatisfied: '不满意', saved: '{action}已存本机，待发第 {n} 条', arrived: '{action}已到平台', rejected: '{action}被平台退回，见发件箱',
    whatNow: '没有办成：{why}', goOn: '接着写{action}', unseen: '{time} 的{action}',
    unkept: '早先写的没有读出，怕盖掉它，这里写的不自动存，离开就没有；这一步办成后，早先写的随之清除',
  },
  left: { title: '写过的内容', head: '{action}现在不能办，写过的还在', noWords: '没有写字，只填了选项', copy: '复制', clear: '清除', notCleared: '没有清除', unreadable: '写过的{action}本机读不出，重写会替换它', notRead: '写过的内容没有读出；现在也能办，只是新写的不自动存' },
  notTaken: { title: '没有办成的步骤', what: '{no} {name}：{action}没有办成', open: '打开案件', read: '知道了' },
  stillSaved: { title: '取消前已存的步骤', what: '{no} {name}：{action}在取消前已存本机' },
  missing: {
    reason: '要写明原因', words: '要写明内容', department: '先选处置单位', inspector: '先选监督员', conditionId: '先选立案条件', until: '先选挂账到哪天', yes: '先选结果', notFixed: '核查未通过，结案要写明原因',
  },
  moved: {
    title: '案件已被改动', by: '{time} {person}{action}', look: '看过了，按现在的办', closed: '这一步已不能办', nobody: '同步后已变',
  },
} as const
