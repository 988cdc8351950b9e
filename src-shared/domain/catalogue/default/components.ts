// Components 部件 with their limits as adopted by Yuncheng in the GB/T 30428.2 lineage (domain-facts, table A). Notation:
// parse-compact.ts.
import type { CompactMajor } from './compact-major.ts'

export const componentMajors: readonly CompactMajor[] = [
  {
    major: '01',
    name: '公用设施',
    classes: `
      01 上水井盖, 02 污水井盖, 03 雨水井盖 2U/4h/2d/5d
      04 雨水箅子 2U/4h/2d/5d/1d
      06 路灯井盖, 10 热力井盖, 11 燃气井盖, 14 园林井盖 2U/1d/2d/5d
      18 化粪池井盖, 23 不明井盖 2U/4h/2d/5d
      25 供水器 2U/2d/4h/5d
      26 沟槽盖板 4U/1d
      27 通讯交接箱 2d/1d/1d/5d
      28 电力设施 4d/1d/1d/5d
      29 电力设施标识牌 2d/1d
      30 电力立杆 2d/5d/1d/5d
      31 通信立杆 4U/5d/1d/5d
      37 路灯 1d/1d/2d/2d/2h/3d
      38 地灯 2d/2d/2h/3d
      39 景观灯 1d/2d/2d/3d/2h/1d/3d
      40 报刊亭 2d/1d/7d
      45 自动售货机, 46 户外健身设施 1d/5d/1d/3d
      49 燃气调压站(箱) 1d/2d/1d/3d
      50 监控电子眼 1d/3d/1d/3d
      51 岗亭(治安亭), 52 休息亭 5d/1d/7d
      54 充电站(桩) 2d/5d/1d/10d
      57 露天燃气管道 3d/4h
      local 93 供水压力柜, 92 露天供热管道, 90 综合管廊设施, 88 边坡挡土墙, 86 台阶, 81 无障碍坡道及盲道, 80 遮阳篷(伞), 79 节庆装饰物
      local 78 桥体楼体亮化, 99 驿站, 97 驿站
    `,
  },
  {
    major: '02',
    name: '交通设施',
    classes: `
      01 停车场 5d/2d/3d/1d
      04 公交站亭(牌) 1d…7d
      06 过街天桥, 08 立交桥 5d…
      07 地下通道 2U/5d/2d/1d
      09 跨河桥 3d/5d/1d
      11 限高架(杆) 4U/5d/3d/1d/5d
      12 路名牌 3d/3d/2d/1d/5d
      17 交通护栏 1d/3d/1d/5d
      19 渠化岛 5d/2d/1d/2d/4h
      20 人行横道桩, 21 便道桩 3d/3d/1d/2d
      24 道路隔音屏 3d/3d/1d
      25 非机动车停放点 3d/3d/4h
      30 水域标示牌 3d/3d/2d/1d/3d
      local 99 高架桥, 86 路沿石, 85 平石, 84 人行道, 83 道路指示牌
    `,
  },
  {
    major: '03',
    name: '市容环境',
    classes: `
      01 公共厕所 3d/4h…
      02 公厕指示牌 2d/3d/2d/1d/3d
      03 化粪池 4U/2d/1d
      04 垃圾中转站 2d/1d/1d/4h
      05 垃圾箱(果皮箱、桶) 1d/3d/3d/3d/1d/4h
      06 户外广告 1d/2d/2d/1d/3d
      07 牌匾标识 1d/2d/1d/5d/2d
      08 宣传栏 1d/3d/3d/3d/4h
      local 97 灭烟处, 96 施工公示牌
    `,
  },
  {
    major: '04',
    name: '园林绿化',
    classes: `
      01 古树名木 1d/2d
      02 行道树 1d/15d/2d/2d
      04 护树设施 3d/3d/1d/3d
      05 花钵花架 1d/3d/1d/1d/1d
      06 雕塑 5d/5d/1d/3d
      07 街头座椅 3d/1d/1d/3d
      08 绿地护栏 1d/3d/1d/3d
      09 绿地附属设施 2U/1d/1d/3d
      10 喷泉 2U/5d/2d/1d/7d
      local 99 边绿地, 98 绿地指示牌, 97 树池树篦, 96 高架挂箱, 95 机非隔离带, 94 人行道隔离带, 93 花带石
    `,
  },
  {
    major: '05',
    name: '其他',
    classes: `
      03 车辆加油(气、电)站 2d/4h/4h
      04 液化气站 2U/1d/1d
      06 水域附属设施 1d/3d…
      07 水域护栏 3d/3d/1d
      08 防汛墙 3d/1d
      local 98 其他指示牌
    `,
  },
]
