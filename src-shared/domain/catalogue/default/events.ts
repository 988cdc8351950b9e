// Events 事件 with their limits as adopted by Yuncheng in the GB/T 30428.2 lineage (domain-facts, table C). Notation:
// parse-compact.ts. The source prints the local classes of major 01 as a range "99–79" of sixteen names without saying which
// number is whose: they are numbered here in the order printed, from 99 down as local extensions are.
import type { CompactMajor } from './compact-major.ts'

export const eventMajors: readonly CompactMajor[] = [
  {
    major: '01',
    name: '市容环境',
    classes: `
      01 私搭乱建 2Uday/15d
      02 店面无证装修 1Uday
      03 违章接坡 1d/3d
      04 临街建筑物外立面不洁 3d/1d/3d
      05 临街阳台屋顶脏乱差 2d
      06 擅自在临街建筑物上挂彩旗 1d
      07 沿街晾挂 2U
      08 擅自架设管线、杆线设施 5d/4h
      10 暴露(生活)垃圾 4h
      11 积存垃圾渣土 5d
      12 道路不洁 2h
      13 道路破损 5d
      14 道路遗撒, 17 绿地脏乱, 18 绿化弃料 4h
      19 非装饰性吊(树)挂 1d
      20 焚烧垃圾、树叶 2U
      21 病虫害 3d
      22 非法伐树 1U/3d
      25 水域不洁, 26 河道污染 2d
      28 商业噪音, 29 露天烧烤 2U
      30 乱倒乱排污水、废水 2d/2d/2d/1d
      31 餐厨垃圾遗撒和污染 4h
      32 非正规垃圾填埋场, 33 乱丢弃医疗废物, 35 废弃家具设备 2d
      36 乱堆物堆料 1d
      37 动物尸体 4h
      38 擅自饲养家禽家畜 1d
      local 99 违规小产权房, 98 违法农村自建房
      local 97 违章开设道口 3d
      local 96 私设地桩地锁 2d
      local 95 作业车辆管理 2h
      local 94 垃圾未分类 2d
      local 93 垃圾满溢 4h
      local 92 非法占绿毁绿 2h
      local 91 藤蔓覆盖 2d
      local 90 光污染, 89 违规养犬 1d
      local 88 外立面裂缝 15d
      local 87 河道违采, 86 河道违建 5d
      local 85 线体垂落 1d
      local 84 园路破损 5d
    `,
  },
  {
    major: '02',
    name: '宣传广告',
    classes: `
      01 非法小广告 1d
      02 街头散发广告 2h
      03 违规户外广告 1d/5d
      04 广告语言文字不规范 5d
      05 户外广告设置位置不合理 3d
      06 违规牌匾标识 2d
      07 违规标语宣传品 1d
      local 99 公益性宣传品
    `,
  },
  {
    major: '03',
    name: '施工管理',
    classes: `
      01 施工扰民 2U
      02 施工占道, 03 无证掘路 1d
      04 工地扬尘 2h
      05 施工废弃料 2d
      06 物料乱堆放 1d
      07 工地围挡 3d/2d/1d/3d
      08 道路未硬化, 09 出入口道路破损 5d
      10 完工未场光地净, 11 渣土车未密闭 2d
      12 车轮夹带 1d
      local 99 施工公示牌, 98 设施残留物, 97 裸露钢筋, 96 施工缓慢
    `,
  },
  {
    major: '04',
    name: '街面秩序',
    classes: `
      01 无照经营游商, 02 早(夜)市管理 2U
      04 占道废品收购 1d
      05 店外经营, 06 占道经营 2U
      10 非机动车乱停放 2h
      local 98 农贸市场
      local 96 占用消防通道 2h
      local 95 占道促销 2U
      local 94 占道清洗车辆 2h
      local 93 共享单车
      local 92 便民摊点, 91 早餐车 4h
    `,
  },
  {
    major: '05',
    name: '突发事件',
    classes: `
      01 供水管道破裂, 02 燃气管道破裂 1U/5d
      03 排水管道堵塞、破裂 4h/1U
      04 热力管道破裂 1U/5d
      05 路面塌陷, 06 道路积水 2U
      07 积雪、积冰 4h
      08 架空线缆脱落 2h
      local 96 高空坠物, 95 其他
    `,
  },
  {
    major: '06',
    name: '其他',
    classes: `
      02 临街屠宰 2h
      04 门前四包(五包) 4h
      local 98 桥下空间, 96 非法采砂取土
    `,
  },
]
