export const intake = {
  group: { who: '何人', where: '何地', what: '何事', when: '何时' },
  field: {
    reporterName: '来电人', reporterPhone: '电话', source: '来源', wantsCallBack: '回访', callBackYes: '需要', callBackNo: '不需要', address: '位置', component: '部件', classCode: '小类',
    conditionId: '立案条件', limit: '时限', description: '描述', foundAt: '发现', callAt: '来电', urgent: '紧急',
  },
  hint: {
    hidden: '{masks} 将以掩码保存，可凭理由查看', address: '路名、地名、门牌，或在图上点', component: '标识码', classCode: '代码、汉字、拼音首字母', condition: '选小类后可选', description: '照来电人的话记',
  },
  fact: { grid: '单元网格', dutyGrid: '责任网格', community: '社区', street: '街道', inspector: '责任监督员', label: '由位置得出' },
  because: { point: '点位落入', component: '部件所在', grid: '含 {grid}', ofGrid: '网格所属', ofCommunity: '社区所属', duty: '责任网格' },
  caller: { history: '一年来电 {n} 次', never: '一年内没有来电', satisfied: '上次满意', unsatisfied: '上次不满意', recent: '{name} {state} {time}', refused: '来电记录查不到' },
  class: { suggested: '由描述建议', byComponent: '由部件', yoursStays: '你选的不会被改', use: '用第 1 个建议', unknown: '从列表中选一个小类', more: '另有 {n} 个，再写几个字' },
  place: { picked: '图上点位', notFound: '没有这个部件，核对标识码或清空', noPoint: '在图上点位，或从列表中选', outside: '点位不在网格内', refused: '这个位置的网格、部件查不到' },
  draft: {
    notEnded: '{no} 没有办成，草稿还在', notEndedList: '没有办成的草稿',
    goneHead: '草稿 {no} 已在别处上报或丢弃，这里写的没有存进去',
    saved: '草稿已存本机 {time}', failed: '草稿未存：{why}，自动重试', gone: '草稿未存：本机服务中断，恢复后自动存', over: '草稿已上报或丢弃，这里写的不再存盘', conflict: '这份草稿在别处也改过',
    conflictNote: '另一个窗口 {time} 存过这份草稿', keepMine: '用我这里的', takeTheirs: '用已存的', discard: '丢弃', discarded: '草稿已丢弃', discardedNote: '案卷号 {no} 仍为它留着', undo: '撤销丢弃',
    what: '没有打开草稿', title: '新案件', titleOf: '{name} · {place}', noNumber: '号段用完，恢复连接后补号', placeless: '位置未定', label: '热线表单',
  },
  duplicates: {
    title: '疑似重复 {n} 件', rule: '同小类、{metres} m、{hours} 小时内', merge: '并入第 {n} 件', notOne: '不是重复，写明原因', explained: '已写明不是重复', because: '原因', no: '案卷号',
    distance: '距离', reported: '上报', state: '状态', place: '位置', metres: '{n} m', refused: '疑似重复没有查成，自己核对后可以继续',
  },
  merge: { ask: '并入后不会带过去：{what}', note: '其余写进那件的备注；要留的先记在描述里', confirm: '仍然并入', reporterName: '来电人全名（只留姓）', reporterPhone: '电话（认不出号码，不能加密保存）', and: '、' },
  advice: {
    title: '派遣建议', note: '立案后生效，可改', noteFixed: '由派遣员定', department: '处置单位', reason: '理由', handled: '近 90 天同类', onTime: '按期', returns: '退回', mean: '平均用时', open: '在办', none: '没有建议，从名录中选', refused: '建议没有查成，从名录中选',
    why: { 'owner': '部件权属单位', 'keeper': '部件养护或主管单位', 'grid-duty': '责任网格内负责此类', 'class-duty': '负责此类', 'history': '近 90 天办过同类', 'fallback': '权属不明时兜底' },
    share: '{n}%', other: '其他单位',
  },
  submit: { report: '上报', accept: '受理', file: '立案', dispatch: '立案并派遣', acceptOnly: '只受理', fileOnly: '只立案', reportOnly: '只上报', noPost: '当前岗位不能上报', saving: '正在存本机' },
  missing: {
    no: '没有案卷号：号段用完', classCode: '先定小类', description: '先写描述', place: '先定位置：图上点位或从列表选', conditionId: '先选立案条件', department: '先选处置单位', component: '部件标识码不对',
    files: '文件还在存入本机，存完再提交', lookUp: '正在查疑似重复和派遣建议', duplicates: '疑似重复未定：并入，或写明原因',
  },
} as const
