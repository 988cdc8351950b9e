export const devices = {
  list: '本厅设备',
  column: { seat: '席位', name: '主机', role: '用途', enrolled: '登记时间', key: '业务密钥', state: '状态' },
  role: { seat: '坐席', wall: '大屏' },
  own: '本机', live: '在册', revoked: '已注销', revokedAt: '{time} 注销', noReason: '未注明原因',
  keyNone: '大屏不持有', keyUnknown: '尚未领取', keyCurrent: '{id}（当前）', keyBehind: '{id}，待换用 {current}',
  showRevoked: '含已注销', empty: '没有设备', refresh: '刷新', updated: '截至 {time}',
  key: {
    title: '业务密钥', current: '当前密钥', since: '启用时间', progress: '换用进度', progressOf: '{done} / {all} 台坐席', done: '全部坐席已换用', behind: '未换用',
    rotate: '更换业务密钥', ask: '更换业务密钥？', confirm: '更换',
    what: '新填的姓名、电话用新密钥加密；此前的内容仍可查看。连线的坐席随即领取，断网的坐席沿用原密钥，恢复后自动换用。',
    first: '主机失窃或人员离岗时，先注销设备再更换。', rotated: '已更换为 {id}',
  },
  machine: {
    title: '设备', none: '选择一台设备', revoke: '注销设备', ask: '注销 {seat} 号席位的 {name}？', confirm: '注销',
    what: '该设备立即断线，不再收发，也领不到新密钥。它已有的数据不会被删除；再用须重新登记。',
    reason: '原因', reasonMissing: '请填写原因', pin: '本人口令', pinMissing: '请输入本人口令', ownBlocked: '不能注销正在使用的本机', revokedNow: '{seat} 号席位的 {name} 已注销',
  },
} as const
