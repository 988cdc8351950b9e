export const department = {
  title: '部门处置', skip: '跳到案件',
  signIn: {
    lead: '用处置单位人员的工号和 PIN 登录', again: '登录已到期，写下的内容还在', againNote: '重新登录后接着办', wrongPost: '这个工号不是处置单位人员', offline: '没有连上平台，连上后再登录',
  },
  who: { signOut: '退出', toDark: '夜间', toLight: '日间', otherLanguage: 'English' },
  leave: { title: '{n} 件还没送到', kept: '退出后不再自动送出，用这个工号在本机重新登录后接着送', lost: '本机存不下内容，现在退出就送不出去了', confirm: '仍然退出' },
  lists: {
    label: '本单位案件', open: '待处置', answered: '已答复', closed: '已办结', openCount: '待处置 {n}', search: '案卷号、小类、地址、描述', unit: '件', what: '没有取到案件列表',
    none: { open: '没有待处置的案件', answered: '没有已答复、待核查的案件', closed: '没有已办结的案件' }, notFound: '没有符合“{words}”的案件', since: '{time} 派来', at: '{time}', goTo: '看{list}', previous: '上一件', next: '下一件', find: '查找',
  },
  link: { gone: '没有连上平台', asOf: '列表截至 {time}', never: '还没有取到列表', kept: '写下的内容存在本机，连上后自动接着送', notKept: '本机存不下内容，送到之前不要关闭页面' },
  sheet: {
    none: '没有选中案件', noneNote: '从列表里选一件', gone: '这件案件已不在本单位', goneNote: '退回或改派后由指挥中心处理', back: '回到列表', place: '位置', openMap: '打开地图', coordinates: '坐标 {lat}，{lng}', noCoordinates: '没有坐标',
    source: '来源', filed: '立案', dispatched: '派遣', grid: '单元网格', component: '部件', condition: '立案条件', closing: '结案条件', handleLeft: '处置余时，{time} 到限', handleLate: '处置超时，{time} 到限', noClock: '没有计时',
    reworks: '返工 {n} 次', urged: '催办 {n} 次', supervised: '督办 {n} 次', extensionAsked: '延期待批', extensions: '延期 {n} 次', urgent: '紧急', print: '打印', printed: '截至 {asOf} · {time} 打印', old: '没有读到新的，截至 {time}',
  },
  pictures: {
    before: '处置前', after: '处置后', ofReport: '上报照片', ofHandling: '处置照片', ofCheck: '核查照片', none: '没有照片', add: '加照片', addTo: '加{moment}照片', remove: '去掉 {name}', look: '查看', enlarge: '放大 {name}', shrink: '缩小 {name}',
    limits: 'JPEG、PNG、WebP，每张不超过 20 MB，最多 {n} 张', waiting: '等待连接，已传 {share}', uploading: '已传 {share}', there: '已传到', failed: '没有传上', retry: '重传', notTaken: '{name} 没有加上：{why}', loading: '正在取照片', couldNot: '没有取到照片：{why}', notKept: '照片只在本页，送到之前不要关闭页面',
  },
  step: { 'answer': '处置完毕', 'return': '退回', 'request-extension': '申请延期', 'note': '备注', 'attach': '补送照片' },
  ask: {
    'answer': '怎样处置的', 'return': '退回原因', 'request-extension': '延期原因', 'note': '备注内容',
    answerNote: '送出后由监督员核查', returnNote: '退回指挥中心重新派遣', extensionNote: '批准后再加一个原时限，最多两次', noteNote: '记入流程，不改变状态',
  },
  confirm: { 'answer': '确认处置完毕', 'return': '确认退回', 'request-extension': '送出申请', 'note': '记下' },
  missing: { 'answer': '写明怎样处置的', 'return': '写明退回原因', 'request-extension': '写明延期原因', 'note': '写下备注' },
  sendingOther: '{step}还没有送到，送到后再办这一步', numbersHidden: '号码送出后只显示一部分，指挥中心坐席能看到全号',
  picturesTaking: '还有 {n} 张照片正在读取', picturesOnWay: '照片还在上传，{there} / {total}', picturesFailed: '有照片没有传上，重传或去掉它', bar: '办理', barNone: '这一步由别人办理：{state}',
  delivery: {
    sending: '正在送出：{step}', waiting: '{step}还不知道是否送到', waitingNote: '连上后自动再送，只算一次', done: '{step}已送到平台', refused: '{step}没有办成', byOther: '{name}已在 {time} 办过，案件现在是{state}', byOtherNobody: '案件已被他人改动，现在是{state}', dismiss: '知道了', sendNow: '现在再送', leftOver: '{step}：没有送出的文字', picturesKept: '{n} 张照片平台没有收下，存在本机', leftPictures: '没有收下的照片 {n} 张', drop: '去掉', follow: '补送 {n} 张',
  },
} as const
