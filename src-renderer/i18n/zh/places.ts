export const places = {
  map: '地图',
  mapAndEvidence: '地图与凭据',
  layer: { cases: '案件', components: '部件', grids: '网格', inspectors: '监督员', cameras: '摄像机', vehicles: '车辆' },
  pick: '在图上点位',
  picked: '已点位',
  scale: '1:{n}',
  frame: 'CGCS2000',
  positionsAsOf: '{what}位置 截至 {time}',
  attribution: '© OpenStreetMap 贡献者',
  noBasemap: '没有底图',
} as const
