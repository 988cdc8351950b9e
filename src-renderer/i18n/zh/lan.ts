export const lan = {
  title: '本厅互联',
  count: '{n}/{all}',
  own: '待发 {n}',
  waiting: '{seats} 号席 待上送',
  granted: '本厅裁定',
  unordered: '未裁定',
}
