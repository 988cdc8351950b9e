// Invented content for looking at components; the words are the field's, the people are nobody.
import type { ClockLine, CompareLine, CountItem, Fact, StoryLine } from '#renderer/ui/index.ts'

export const workLists: readonly CountItem[] = [
  { id: 'accept', label: '待受理', count: 7, overdue: 1, attention: 2, keys: 'Alt+1' },
  { id: 'verifying', label: '核实在外', count: 3, keys: 'Alt+2' },
  { id: 'file', label: '待立案', count: 4, attention: 1, keys: 'Alt+3' },
  { id: 'dispatch', label: '待派遣', count: 2, keys: 'Alt+4' },
  { id: 'check', label: '待核查', count: 5, attention: 1, keys: 'Alt+5' },
  { id: 'close', label: '待结案', count: 6, keys: 'Alt+6' },
  { id: 'supervised', label: '督办催办', count: 2, overdue: 1, keys: 'Alt+7' },
  { id: 'call-back', label: '待回访', count: 3, keys: 'Alt+8' },
  { id: 'drafts', label: '草稿', count: 0, keys: 'Alt+9' },
]

const queueSeeds: readonly (readonly [string, string, string, number])[] = [
  ['店外经营', '鼓楼街 118 号门前', '监督员 刘敏　14:06', -252],
  ['暴露垃圾', '三里河路菜市场东门', '视频抓拍　14:13', 161],
  ['道路遗撒', '舒六大道与龙舒路交口', '监督员 周勇　14:15', 245],
  ['上水井盖破损', '梅河路与桃溪路交口东南角', '12319 热线　14:21', 625],
  ['非机动车乱停放', '飞霞路县医院西门', '市民上报　14:23', 712],
  ['垃圾箱破损', '古城路 56 号', '监督员 孙莉　14:24', 800],
  ['占道经营', '春秋路舒城中学南侧', '监督员 何静　14:25', 4325],
]

export const queueAt = (index: number, nowMs: number): { title: string; place: string; origin: string; dueAt: number } => {
  const [title, place, origin, left] = queueSeeds[index % queueSeeds.length] ?? ['', '', '', 0]
  return { title, place, origin, dueAt: nowMs + (left + Math.floor(index / queueSeeds.length) * 90_000) * 1000 }
}

export const story: readonly StoryLine[] = [
  { key: '1', time: '14:21:33', text: '来电接入，振铃 8 秒' },
  { key: '2', time: '14:21:41', text: '王丽接听，建草稿，受理计时开始' },
  { key: '3', time: '14:23:12', text: '定位到 017 网格，带出责任人与部件' },
  { key: '4', time: '14:23:40', text: '桃溪路口东摄像机，存图 1 张', words: '井盖旁插有树枝，车辆绕行；请带围挡，一到场先隔离再换盖，晚高峰前完成。' },
  { key: '5', time: '14:26:08', lead: '正在受理', text: '，查出疑似重复 2 件', now: true },
]

export const clocks: readonly ClockLine[] = [
  { key: 'accept', step: '受理', limit: '15 分钟', phase: 'running', share: 0.31, due: '14:36:33', sum: ['15 分钟 = 14:21:33 起连续计时', '核实任务在外时暂停：无'] },
  { key: 'file', step: '立案', limit: '15 分钟', phase: 'ahead', due: '最迟 14:51' },
  { key: 'dispatch', step: '派遣', limit: '15 分钟', phase: 'ahead', due: '最迟 15:06' },
  { key: 'handle', step: '处置', limit: '2 紧急工作时', phase: 'ahead', due: '最迟 17:06', sum: ['15:06 起连续 120 分钟，夜间与节假日照计'] },
  { key: 'check', step: '核查', limit: '30 分钟', phase: 'ahead', due: '最迟 17:36' },
  { key: 'close', step: '结案', limit: '15 分钟', phase: 'ahead', due: '最迟 17:51' },
]

export const componentFacts: readonly Fact[] = [
  { key: 'code', label: '标识码', value: '3415230101000482' },
  { key: 'name', label: '名称', value: '上水井盖（圆 700）' },
  { key: 'dept', label: '主管', value: '县住房城乡建设局' },
  { key: 'owner', label: '权属', value: '县自来水公司' },
  { key: 'state', label: '状态', value: '完好（2025-03-18）' },
]

export const caseFacts: readonly Fact[] = [
  { key: 'class', label: '小类', value: '05-01 供水管道破裂' },
  { key: 'limit', label: '时限', value: '1 紧急工作时，02:22:40 起' },
  { key: 'grid', label: '单元网格', value: '341523100006031' },
  { key: 'duty', label: '责任网格', value: '城关 04，鼓楼社区' },
  { key: 'who', label: '来电人', value: '李女士 139****7752' },
  { key: 'source', label: '来源', value: '12319 热线 02:19:02' },
  { key: 'dept', label: '处置单位', value: '县自来水公司抢修队' },
  { key: 'told', label: '已通知', value: '电话，值班员罗斌，02:23:05' },
  { key: 'words', label: '描述', value: '路面涌水，快车道积水约 15 厘米，双向车辆绕行', wide: true },
]

export interface Department {
  readonly id: string
  readonly name: string
  readonly why: string
  readonly cases: number
  readonly onTime: string
  readonly average: string
}
export const departments: readonly Department[] = [
  { id: 'water', name: '县自来水公司', why: '权属单位（部件台账 2025 年普查）', cases: 41, onTime: '97.6%', average: '1 时 47 分' },
  { id: 'town', name: '城关镇市政管理所', why: '责任网格城关 03 道路养护', cases: 6, onTime: '83.3%', average: '3 时 20 分' },
  { id: 'works', name: '县住建局市政工程科', why: '权属不明时兜底', cases: 1102, onTime: '100%', average: '5 时 05 分' },
]

export const differing: readonly CompareLine[] = [
  { field: 'department', label: '处置单位', base: '城关镇市政管理所', mine: '未改', theirs: '县园林绿化中心', open: true },
  { field: 'due', label: '处置到限', base: '11-21 12:00', mine: '11-22 12:00', theirs: '11-21 18:00', open: true },
  { field: 'extensions', label: '延期次数', base: '0', mine: '1', theirs: '0，随“处置到限”', open: false },
]
