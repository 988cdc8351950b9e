export const search = {
  placeholder: '案卷号、部件标识码、道路、拼音首字母',
  label: '命令栏',
  group: { command: '命令', case: '案件', component: '部件', grid: '网格', street: '道路', place: '地点', class: '小类' },
  none: '没有找到“{text}”',
  failed: '没有查到：{reason}',
  asOf: '本机缓存，截至 {time}',
  classNote: '按小类找案件',
  command: {
    newCase: '新案件', theme: '切换日间与夜间', language: '切换中文与英文', lock: '锁屏', signOut: '退出登录', outbox: '发件箱', board: '看板', audit: '操作记录', devices: '设备与密钥', seat: '回坐席', wall: '大屏', map: '到地图', keys: '按键帮助',
  },
} as const
