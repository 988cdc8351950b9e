export const lan = {
  title: '本厅互联',
  count: '{n}/{all}',
  off: '未连上',
  trouble: '本机的互联地址还用不了，每几秒自动重试；一直这样请告知管理员（{why}）',
  own: '待发 {n}',
  waiting: '{seats} 号席 待上送',
  granted: '本厅裁定',
  unordered: '未裁定',
}
