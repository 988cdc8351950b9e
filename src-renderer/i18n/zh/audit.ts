export const audit = {
  title: '操作记录',
  list: '操作记录，由新到旧',
  search: '人员、案卷号、原因',
  from: '起', to: '止',
  kind: { label: '类别', all: '全部', session: '登录', case: '案件', outbox: '发件箱', window: '导出打印', wall: '大屏', keys: '密钥', audit: '记录' },
  column: { time: '时间', person: '人员', post: '岗位', what: '操作', subject: '对象', result: '结果' },
  nobody: '本机',
  ok: '成功', recovered: '补回 {salvaged} 条，仍缺 {missing} 条', extended: '与 {second} 共同办理，延至 {time}', along: '重新提交 {n} 步', refused: '被拒',
  empty: '没有符合条件的记录',
  looking: '正在查找更早的记录……',
  of: '本机共 {n} 条',
  export: '导出并签名',
  exported: '已导出 {n} 条，附清单和签名',
  protection: {
    title: '数据保护',
    disk: '磁盘加密', diskYes: '已加密（{how}）', diskNo: '未加密（{how}）：地址和描述可被拆盘读取，请管理员启用磁盘加密', diskUnknown: '不能确定（{how}），请管理员核对',
    keys: '业务密钥', current: '{id}（当前）', noKeys: '本机没有',
    recovery: '恢复码', hasRecovery: '已生成，由负责人保管', noRecovery: '未生成：密钥环损坏后本机数据打不开',
    make: '生成恢复码', makeNew: '重新生成', once: '只显示这一次，抄写后交负责人保管；原恢复码作废', hide: '已抄写',
    trail: '记录范围', trailOf: '第 {first} 至 {last} 条', exportedTo: '已导出至第 {n} 条', neverExported: '尚未导出', kept: '满 12 个月、已导出并经平台核验的整月才会移出本机',
  },
  what: {
    signIn: '登录', signOut: '退出', lock: '锁屏', unlock: '解锁', takenOver: '接班登录', extendOffline: '延长离线登录', recovered: '恢复台账', keyRecovered: '找回密钥', revealPhone: '查看来电号码', revealNumbers: '查看文本中的号码',
    again: '重新提交', withdraw: '放弃被拒操作', merge: '合并后提交', takeBack: '撤回放弃', export: '导出', print: '打印', auditExport: '导出操作记录', auditCut: '移出满期记录',
<<<<<<< Updated upstream
    learned: '换用新业务密钥', recoveryCode: '生成恢复码', recovered: '本机密钥已恢复', wallShow: '切换大屏场景', wallPush: '推送上屏', wallUndo: '撤销大屏操作', wallRotate: '大屏轮播', wallSave: '保存大屏场景', wallFit: '大屏参数',
=======
    learned: '换用新业务密钥', recoveryCode: '生成恢复码', wallShow: '切换大屏场景', wallPush: '推送上屏', wallUndo: '撤销大屏操作', wallRotate: '大屏轮播', wallSchedule: '大屏场景时段', wallHandBack: '交还大屏时段表', wallVisitors: '大屏参观模式', wallSave: '保存大屏场景', wallFit: '大屏参数',
>>>>>>> Stashed changes
    track: '查看轨迹', openFile: '打开附件', removeFile: '移除附件', rebuild: '重建缓存',
  },
} as const
