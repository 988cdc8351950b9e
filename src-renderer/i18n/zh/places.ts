export const places = {
  map: '地图',
  mapAndEvidence: '地图与凭据',
  evidence: '凭据',
  focusMap: '到地图，再按回到原处',
  layer: {
    cases: '案件', components: '部件', grids: '网格', history: '历史案件', basemap: '底图', inspectors: '监督员', cameras: '摄像机', vehicles: '车辆',
  },
  layers: { label: '图层', shown: '显示 {shown} / {total}', failed: '{what}没有取到：{why}' },
  zoom: { label: '缩放', in: '放大', out: '缩小' },
  pick: '在图上点位',
  pickHint: '点图选位置；按键：方向键移图，回车选图中心',
  picked: '已点位',
  scale: '1:{n}',
  frame: 'CGCS2000',
  positionsAsOf: '{what}位置 截至 {time}',
  attribution: '© OpenStreetMap 贡献者',
  noBasemap: '没有底图',
  hint: { noPlace: '未写位置' },
  trouble: {
    waiting: '等本机服务给出地图',
    noWebgl: '这台电脑画不出地图',
    noWebglNote: '案件照常办理：位置可写地址、部件码或坐标。请管理员检查显卡驱动，然后重新打开窗口',
    lost: '显卡中断，地图正在恢复',
    lostNote: '案件照常办理',
  },
  facts: { label: '位置信息', lngLat: '坐标', areaGrade: '区域等级', nearestRoad: '最近道路', outside: '不在网格内', grade: '{grade} 级' },
  ledger: {
    title: '部件台账', code: '标识码', name: '名称', classCode: '小类', distance: '距点位', notFound: '台账里没有这个标识码', asking: '正在查台账',
  },
  near: {
    title: '附近部件', none: '60 m 内没有部件', choose: '点一行选作案件部件', look: '点一行在图上看', metres: '{n} m', chosen: '已选',
  },
  files: {
    title: '附件', none: '没有附件', note: '在案件栏看图、听录音、放视频', images: '图 {n}', sounds: '录音 {n}', others: '文件 {n}',
    use: { report: '上报', handle: '处置', check: '核查', recording: '录音' },
  },
  empty: { title: '没有选中案件', note: '选一件案件看位置、附件和附近部件', noPoint: '还没有点位', noPointNote: '点地图、写地址或写部件码后，这里列出网格和附近部件' },
} as const
