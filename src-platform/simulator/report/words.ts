// What people say about a problem: address and description in the words of the trade.
import type { CatalogueClass, FilingCondition } from '#shared/domain/catalogue/catalogue-data.ts'
import type { CaseSource } from '#shared/domain/case/terms.ts'
import type { Dice } from '../dice.ts'
import type { Site } from '../scene/sites.ts'

const spots = ['路口东南角', '路口西侧', '人行道上', '非机动车道', '绿化带内', '小区门口', '商铺门前', '公交站旁', '巷口', '围墙边'] as const

/** 地址: office, community, road and number, and what is near. */
export function addressOf(site: Site, dice: Dice): string {
  const { grid, road, number, near } = site
  const place = `${grid.street ?? ''}${grid.community ?? ''}${road ?? ''}${number > 0 ? `${String(number)}号` : ''}`
  if (near !== null && dice.chance(0.7)) return `${place}${near}${road === null ? '' : '附近'}`
  return `${place}${dice.pick(spots)}`
}

const byClass: Readonly<Record<string, readonly string[]>> = {
  E0110: ['有一处暴露生活垃圾，约{n}平方米，有异味', '垃圾桶外散落生活垃圾，约{n}袋', '住户门口堆放生活垃圾未清'],
  E0111: ['积存建筑垃圾约{n}方，无人清运', '渣土堆放多日，遇风扬尘', '拆除后的砖渣未清运，占用人行道'],
  E0112: ['路面有泥沙和污渍，约{n}平方米', '路面落叶杂物较多，未及时清扫', '路面有油污，行人易滑倒'],
  E0113: ['路面破损约{n}平方米，有坑槽', '人行道砖松动破碎{n}块', '沥青路面沉陷，车辆颠簸'],
  E0136: ['人行道上堆放建材约{n}平方米', '店门口堆放货物，影响通行', '楼道口乱堆杂物'],
  E0107: ['树间拉绳晾晒衣物{n}件', '沿街护栏上晾挂被褥', '商铺门头挂晒衣物'],
  E0117: ['绿地内有塑料袋、饮料瓶等垃圾', '绿化带内有生活垃圾{n}处', '草坪上有丢弃的纸箱'],
  E0193: ['垃圾桶满溢，周边散落垃圾', '{n}个垃圾桶满溢未清运', '果皮箱满溢，有蚊蝇'],
  E0201: ['墙面张贴小广告{n}处', '电杆上有喷涂的非法小广告', '公交站牌张贴小广告{n}张'],
  E0206: ['店招字体缺损，存在坠落隐患', '未经批准设置门头牌匾', '一店多牌，牌匾破旧'],
  E0203: ['人行道上摆放落地灯箱{n}个', '横幅广告悬挂在行道树上', '楼体擅自设置户外广告'],
  E0401: ['有流动摊贩{n}个占道经营', '机动三轮车停在路边售卖水果', '流动烧烤摊占用非机动车道'],
  E0405: ['店外摆放桌椅{n}套经营', '五金店在门外切割加工', '水果店店外经营约{n}米'],
  E0406: ['占用人行道摆摊{n}处', '菜贩占道经营，通行不畅', '占道摆放货架和遮阳伞{n}个'],
  E0410: ['非机动车乱停放{n}辆，占用盲道', '共享单车倒伏{n}辆', '电动车停在公交站台'],
  E0302: ['施工占用人行道，无审批公示', '围挡外堆放施工材料'],
  E0304: ['工地扬尘较大，未开启喷淋', '土方作业未覆盖，扬尘严重'],
  E0306: ['施工物料乱堆放，占用道路约{n}米'],
  E0129: ['露天烧烤油烟扰民', '夜间露天烧烤{n}桌，烟雾大'],
  E0128: ['商铺音响外放招揽顾客，噪音扰民', '广场音响音量过大'],
  E0137: ['路边有动物尸体', '绿地内有死亡的流浪猫'],
  E0114: ['渣土车遗撒约{n}米', '路面有水泥遗撒'],
  E0506: ['路面积水约{n}平方米，深约{c}厘米，行人无法通过', '下穿通道积水，车辆绕行', '雨后积水不退'],
  E0503: ['排水管道堵塞，污水外溢', '雨水管满溢，井口返水'],
  E0505: ['路面塌陷约{n}平方米，已临时围挡'],
  E0508: ['架空线缆脱落，垂至人行道', '通信线缆断落，影响通行'],
  E0122: ['树木被风刮倒，横在路上'],
  C0101: ['上水井盖破损，有缺角', '供水井盖缺失，已放置警示'],
  C0102: ['污水井盖松动，车辆经过有异响', '污水井盖破损，污水外溢'],
  C0103: ['雨水井盖移位，存在安全隐患', '雨水井盖缺失'],
  C0104: ['雨水箅子堵塞，排水不畅', '雨水箅子缺失{n}块', '雨水箅子断裂'],
  C0137: ['路灯不亮{n}盏', '路灯灯杆倾斜', '路灯白天常亮'],
  C0217: ['交通护栏倒伏约{n}米', '护栏缺失{n}节'],
  C0220: ['人行横道桩被撞倒{n}个'],
  C0305: ['垃圾箱破损', '果皮箱倾倒，箱门缺失', '垃圾箱丢失'],
  C0402: ['行道树枯死{n}株', '行道树枝条遮挡信号灯', '行道树倾斜'],
}
const tails = ['，请尽快处理', '，影响市容', '，影响通行', '，居民多次反映', '，存在安全隐患', '', '', ''] as const
const callers = ['市民来电反映：', '群众反映：', '来电人称'] as const

export interface Seen {
  readonly problem: CatalogueClass
  readonly condition: FilingCondition
  readonly address: string
  readonly source: CaseSource
}

/** 问题描述. */
export function descriptionOf({ problem, condition, address, source }: Seen, dice: Dice): string {
  const sayings = byClass[problem.code] ?? [`有${problem.name}问题：${condition.text}`]
  const said = dice
    .pick(sayings)
    .replace('{n}', String(dice.whole(2, 9)))
    .replace('{c}', String(dice.whole(1, 4) * 10))
  const opening = source === 'hotline' ? dice.pick(callers) : source === 'video' ? '视频巡查发现' : ''
  return `${opening}${address}${said}${dice.pick(tails)}。`
}

export const deskWords = {
  verify: ['请到现场核实', '来电反映，请核实位置和情况', '请核实是否属实并拍照'],
  confirmed: ['现场核实属实', '属实，已拍照', '情况属实，位置准确'],
  denied: ['现场未发现该问题', '已自行消除，未发现', '地点不符，现场无此情况'],
  notFiled: ['经核实，现场未发现该问题', '与已受理案件重复', '不属于城市管理范围，已告知反映人', '描述不清，无法定位'],
  dispatch: ['请按时限处置', '请尽快派人处理', ''],
  voided: ['重复立案，作废', '经现场复核不符合立案条件'],
  check: ['请到现场核查处置结果', '请核查并拍照'],
  fixed: ['已处置到位', '现场已恢复，符合结案条件', '核查通过'],
  notFixed: ['现场仍未处置', '处置不彻底，仍有残留', '只处理了一部分'],
  rework: ['核查未通过，请重新处置', '处置不到位，返工'],
  close: ['同意结案', '符合结案条件，结案', ''],
  account: ['涉及改造工程，需列入计划', '权属争议，待协调', '受季节影响，暂不具备施工条件'],
  urge: ['已超期，请尽快处置', '请加快处置并反馈'],
  supervise: ['超期未处置，列入督办'],
} as const

export const departmentWords = {
  answer: ['已安排人员处理完毕', '已清理到位，现场恢复整洁', '已修复，请核查', '已劝离并整改', '已更换，恢复正常', '已清运完毕'],
  wrongDepartment: ['不属于我单位职责范围，请改派', '经查权属不在我单位', '该路段由其他单位养护'],
  moreTime: ['需采购配件，申请延期', '雨天无法施工，申请延期', '工程量较大，申请延期'],
  appeal: ['因连续降雨无法施工，申请免责', '需断水断电审批，非我单位原因', '派遣有误，实际到达时间较晚'],
} as const

export const callBackWords = {
  satisfied: ['反映人表示满意', '满意', '已处理，反映人满意'],
  unsatisfied: ['反映人称问题仍存在', '不满意，未彻底解决'],
} as const
