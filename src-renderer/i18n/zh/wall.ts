export const wall = {
  open: '在办',
  overdueOpen: '超期未结',
  emergency: '紧急',
  reportedToday: '今日上报',
  filedToday: '今日立案',
  closedToday: '今日结案',
  unitCase: '件',
  urgentList: '要紧的 {n} 件',
  legend: '图例',
} as const
