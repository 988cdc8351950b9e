// Ordinary names as they stand on signs in such towns; together they are no real county's list.

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const officeNames = words(`
  城关镇 桃溪街道 梅河街道 龙津街道 花桥街道 飞霞街道 春秋街道 南溪街道 鼓楼街道 万佛街道 云峰街道 柳岸街道 白石街道 清泉街道 望江街道 新桥街道
`)

/** Stems of roads, communities, compounds and shops. */
export const stems = words(`
  龙舒 梅河 桃溪 春秋 飞霞 万佛 鼓楼 文昌 花桥 古城 龙津 南溪 周瑜 鸡鸣 书院 城隍
  人民 解放 建设 团结 新华 和平 光明 胜利 幸福 友谊 青年 朝阳 向阳 振兴 兴业 富民
  杏花 梧桐 银杏 香樟 丹桂 翠竹 玉兰 海棠 芙蓉 紫薇 松林 柳岸 荷塘 桂园 兰亭 菊圃
  云峰 白石 青山 凤凰 麒麟 卧龙 伏虎 鹿鸣 鹤塘 雁湖 燕山 鹭洲 金鸡 石牛 天马 飞鹅
  清泉 望江 临河 滨湖 碧波 丰乐 沙河 三里 五里 七里 十里 板桥 石桥 柏林 马河 河棚
  东门 西门 南门 北门 文庙 钟楼 学府 翰林 状元 崇文 尚德 明德 厚德 弘文 博雅 思源
  安康 安居 康乐 祥和 瑞景 锦绣 华庭 雅苑 春晓 秋月 晨光 晚晴 长宁 永安 太平 同乐
  迎宾 站前 工业 科创 商贸 物流 农科 水利 电力 交通 体育 育才 实验 卫生 粮食 供销
`)

const digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/** 1 to 99 in Chinese: 一, 十, 二十三. */
export function inChinese(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  const ten = tens === 0 ? '' : tens === 1 ? '十' : `${digits[tens] ?? ''}十`
  return ones === 0 ? ten : `${ten}${digits[ones] ?? ''}`
}

const sides = ['', '东', '西', '南', '北', '上', '下', '新'] as const

/** The i-th of an endless list of different stems: 龙舒, …, 东龙舒, …. */
export function stemAt(i: number): string {
  const stem = stems[i % stems.length] ?? ''
  return `${sides[Math.floor(i / stems.length) % sides.length] ?? ''}${stem}`
}

const surnames = '王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'
const given = words(`
  建军 海燕 志远 晓梅 国庆 丽娟 伟民 秀兰 永强 雪芳 文斌 春华 立新 玉琴 家豪 思雨
  俊杰 慧敏 德明 桂英 浩然 雅静 成林 红霞
`)

/** The i-th of a list of different names of people. */
export function personNameAt(i: number): string {
  const surname = surnames[i % surnames.length] ?? '王'
  return `${surname}${given[(i + Math.floor(i / surnames.length)) % given.length] ?? ''}`
}
