import type { PostMeasure } from '#shared/domain/evaluation/index.ts'
import type { CountName, Outcome, PeriodKind, RateName } from '#shared/domain/evaluation/terms.ts'

export const evaluation = {
  board: '看板',
  view: { region: '区域', department: '部门', post: '岗位', hot: '热点', street: '街道', community: '社区', of: '对象', which: '哪一级', whichPost: '哪个岗位' },
  period: {
    label: '期间', kind: '时间单位', yearName: '{year} 年', monthName: '{year} 年 {month} 月', firstTenName: '{year} 年 {month} 月上旬', secondTenName: '{year} 年 {month} 月中旬',
    thirdTenName: '{year} 年 {month} 月下旬', monthShort: '{month} 月', januaryOf: '{year} 年 1 月', previous: '上一期', next: '下一期', running: '未完', compare: '对比', before: '上一期 {name}', yearAgo: '去年同期 {name}', firstDays: '{name}前 {days} 天',
  },
  kind: { 'day': '日', 'ten-day': '旬', 'month': '月', 'year': '年' } satisfies Record<PeriodKind, string>,
  scheme: { label: '方案', words: '{name} {version} 版，{since} 起', own: '权重由本厅自定', formula: '得分 = {parts}', reward: '虚线为 {n} 分奖励线', noVolume: '日、旬不计{name}，只按月、年计分' },
  standing: { asOf: '数据 截至 {time}', closedBooks: '已封账', pending: '含 {n} 项未上传', gap: '其中 {n} 件含离线办理，时限按实际办理时间计', doubtful: '{n} 件时间存疑' },
  count: {
    reported: '上报', accepted: '受理', refused: '不立案', notRefused: '上报（除不立案）', selfHandled: '自行处置', filed: '立案', dispatched: '派遣', handled: '处置', shouldClose: '应结案', closed: '结案', onTime: '按期结案', late: '超期结案',
    overdue: '超期未结', notDue: '未到期', onAccount: '挂账', exempt: '申诉免计', noLimit: '无时限结案', voided: '作废', reworked: '返工', reworkedClosed: '返工后结案', returned: '退回', publicReports: '监督举报', urgent: '紧急', open: '未结案',
  } satisfies Record<CountName, string>,
  rate: {
    filingRate: '立案率', closeRate: '结案率', onTimeRate: '按期结案率', lateRate: '超期结案率', openRate: '未结案率', reworkRate: '返工率', returnRate: '退回率', publicRate: '监督举报率', accuracyRate: '准确立案率',
  } satisfies Record<RateName, string>,
  part: {
    filedPerGrid: '每格立案数', validReports: '有效上报率', verifyInTime: '按时核实率', checkInTime: '按时核查率', acceptVolume: '受理数', sendVerifyInTime: '核实按时派发率', sendCheckInTime: '核查按时派发率', fileInTime: '按时立案率',
    fileRight: '准确立案率', closeInTime: '按时结案率', dispatchVolume: '派遣数', dispatchInTime: '按时派遣率', dispatchRight: '准确派遣率',
  } satisfies Record<PostMeasure | 'filedPerGrid', string>,
  outcome: {
    'closed-on-time': '按期结案', 'closed-late': '超期结案', 'overdue': '超期未结案', 'not-due': '未到期', 'on-account': '挂账（计时暂停）', 'exempt': '申诉免计，超期事实保留', 'no-limit': '无时限结案', 'voided': '作废',
  } satisfies Record<Outcome, string>,
  ranking: {
    title: { department: '部门排名', street: '街道排名', community: '社区排名', post: '{post}排名' },
    rank: '名次', name: { department: '部门', street: '街道', community: '社区', post: '人员' }, score: '得分', level: '等级', spark: '近 12 期', total: '合计', noOne: { department: '无责任单位', street: '无街道', community: '无社区' },
    up: '升 {n} 位', down: '降 {n} 位', same: '名次未变', sparkOf: '{name} 近 12 期按期结案率', none: '{period}没有立案的案件', noneNote: '换一个期间，或等案件立案',
    notScored: '缺分母，不计分',
  },
  trend: { title: '按期结案率', note: '%，{scope}，近 {n} 期', wholeHall: '全县', thisYear: '本年度', lastYear: '上一年度', summary: '{scope}按期结案率：{last}为 {value}，去年同期 {before}', none: '没有可画的按期结案率', period: '期间' },
  days: { title: '每日应结案', legend: '件 / 日', summary: '{period}每日应结案，最多 {most} 件在 {date}', none: '{period}没有应结的案件', date: '日期', kind: { holiday: '假', makeUp: '补班' }, holidays: '{days} 日假', makeUps: '{days} 日补班', weekday: { d0: '日', d1: '一', d2: '二', d3: '三', d4: '四', d5: '五', d6: '六' } },
  funnel: {
    title: '环节与用时', note: '{period}上报的案件', stage: '环节', n: '件数', lost: '减少', median: '中位用时', limit: '限', byClass: '按小类', none: '{period}没有上报的案件', summary: '从上报到结案七个环节的件数与中位用时',
    of: { reported: '上报', accepted: '受理', filed: '立案', dispatched: '派遣', handled: '处置', checked: '核查', closed: '结案' },
  },
  pareto: { title: '高发小类', note: '应结案 {n} 件，前 {k} 类占 {share}', rest: '其余 {n} 类', cumulative: '累计', name: '小类', summary: '应结案 {n} 件，最多的是{name} {most} 件', none: '{period}没有应结的案件' },
  repeats: { title: '反弹地点', note: '30 日内同小类 50 m 再发 3 次以上', place: '地点', class: '小类', times: '次数', gap: '间隔中位', days: '{n} 天', none: '{period}没有反弹的地点' },
  hot: {
    title: '热点网格', map: '热点地图', note: '上报 {total} 件，不含不立案，按单元网格', noteOutside: '上报 {total} 件，不含不立案，按单元网格；其中 {outside} 件没有网格', place: '地点', class: '主要小类', n: '件数', change: '较上期', trendOf: '{name}近 12 期上报', legend: '件 / 网格', cell: '{grid}　{n} 件',
    before: '上一期同 {days} 天 {n} 件，{change}', gridCode: '单元网格 {grid}', none: '{period}没有上报的案件', noneNote: '换一个期间或类别', noGrid: '{n} 件案件都没有单元网格，分不出热点', classes: '类别', all: '全部类别', components: '全部部件', events: '全部事件', changeNote: '较上期：与上一期同 {days} 天比', area: '街道社区', grid: '单元网格', beforeDays: '上一期同 {days} 天', lng: '经度', lat: '纬度', total: '上报（除不立案）', outside: '无网格',
  },
  drill: {
    title: '这个数怎么来的', figure: '{name}，{indicator}', quotient: '= {a} ÷ {b}', against: '{period} {value}，{change}', rose: '升 {n} 个百分点', fell: '降 {n} 个百分点', more: '多 {n} 件', fewer: '少 {n} 件', equal: '持平', noBefore: '{period}没有这个数',
    denominator: '分母：{name}', made: '构成：{name}', outside: '不在分母里', outsideCount: '不在其中', score: '对得分的作用', part: '{indicator} {value} × {weight}', partLower: '(1 − {indicator} {value}) × {weight}', total: '得分', totalLevel: '得分，等级 {level}',
    late: '超期 {n} 件', lateNote: '按超时分布', cases: '背后的案件', no: '案卷号', class: '小类', overBy: '超时', state: '状态', listMore: '再列 {n} 件', showing: '列出 {n} / {total} 件', copy: '复制算式', copied: '已复制', close: '收起', openCase: '到坐席打开', noCases: '没有案件', mark: { 'offline': '离线办理', 'waiting': '待上传', 'time-doubt': '时间存疑' },
    scheme: '规则：{scheme}', source: '出处：{source}', repeatNote: '间隔中位 {n} 天', noFigure: '分母为 0，没有这个数', reading: '正在取数',
  },
  span: { hours: '{h} 时 {m} 分', days: '{d} 天 {h} 时', minutes: '{m} 分', upTo: { within: '{b}内', between: '{a}–{b}', beyond: '{a}以上' }, hoursShort: '{n} 时', daysShort: '{n} 天', minutesShort: '{n} 分' },
  export: { xlsx: '导出 XLSX', pdf: 'PDF 通报', sheet: '排名', hotSheet: '热点', about: '说明', period: '期间', compared: '对比', scheme: '方案', asOf: '数据截至', pending: '未上传项', formula: '得分算式', nothing: '还没有可导出的数' },
  bulletin: { title: '{hall} {period}城市管理综合评价通报', printed: '{time} 打印', hotTitle: '{hall} {period}热点网格通报', trend: '按期结案率走势', signed: '审核：＿＿＿＿　　签发：＿＿＿＿' },
  wall: { ranking: '部门按期结案率', trend: '24 小时上报', usual: '虚线：近 30 日平均', hot: '今日高发小类', hotGrids: '热点网格', noHotGrids: '{period}还没有落在网格上的案件', grid: '网格 {code}', unit: '件', hour: '{h} 时', none: '今天还没有案件', noRanking: '{period}还没有应结的案件', summary: '近 24 小时上报，最多一小时 {n} 件' },
} as const
