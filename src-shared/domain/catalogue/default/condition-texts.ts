// Our own wording for the classes a hall meets daily. The source gives the limits of each condition but not its text, so every
// other class is worded by its number and limit, for the hall to complete.

interface Wording {
  readonly text: string
  readonly closing: string
}

const cover: readonly Wording[] = [
  { text: '缺失或严重破损，危及行人、车辆', closing: '先行围护，补装或更换后与路面平顺' },
  { text: '移位、松动或车辆经过有异响', closing: '复位稳固，无异响' },
  { text: '破损但暂不危及安全', closing: '修复或更换，完好平整' },
  { text: '标识不清或井周路面破损', closing: '标识清楚，井周路面平整' },
]
const single = (text: string, closing: string): readonly Wording[] => [{ text, closing }]

/** By class code, in the order of the class's limits. */
export const conditionTexts: Readonly<Record<string, readonly Wording[]>> = {
  C0101: cover,
  C0102: cover,
  C0103: cover,
  C0106: cover,
  C0110: cover,
  C0111: cover,
  C0114: cover,
  C0118: cover,
  C0123: cover,
  E0110: single('成堆或成片的生活垃圾暴露', '垃圾清净，地面无残留'),
  E0111: single('渣土、垃圾长期积存', '清运完毕，场地平整'),
  E0112: single('路面有污物、积尘或污水痕迹', '路面清扫冲洗干净'),
  E0113: single('路面坑槽、沉陷或破碎', '修补平整，可正常通行'),
  E0114: single('车辆遗撒污染路面', '遗撒物清净，路面恢复原状'),
  E0117: single('绿地内有垃圾杂物', '绿地清理干净'),
  E0193: single('垃圾容器满溢或周边堆放', '清运完毕，容器周边干净'),
  E0137: single('公共场所有动物尸体', '清走并消毒'),
  E0201: single('墙面、杆体、地面张贴或喷涂小广告', '清除干净，不留痕迹'),
  E0405: single('商户越过门窗外墙摆卖、作业', '物品收回店内，场地恢复原状'),
  E0406: single('占用道路、广场摆卖', '占道物品撤除，道路畅通'),
  E0410: single('非机动车未在停放区内停放', '车辆归位，通道畅通'),
  E0505: single('路面塌陷，危及通行', '先行围护，回填修复后恢复通行'),
  E0506: single('路面积水影响通行', '积水排除，恢复通行'),
}
