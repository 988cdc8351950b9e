/** One sentence for the operator and one next step, in both languages. */
export interface ErrorText {
  readonly zh: string
  readonly en: string
  readonly nextZh: string
  readonly nextEn: string
}

const text = (zh: string, nextZh: string, en: string, nextEn: string): ErrorText => ({ zh, en, nextZh, nextEn })

/** The one catalogue of refusals. A code is never renamed once released: it stands in outcomes kept for 90 days. */
export const errorCatalogue = {
  // input
  'bad-request': text(
    '内容不符合要求',
    '检查标出的字段后重试',
    'The content does not fit the form',
    'Check the field named and try again',
  ),
  'too-large': text('内容过大', '减少内容后重试', 'The content is too large', 'Shorten it and try again'),
  'not-a-picture': text(
    '不是可用的照片',
    '选 JPEG、PNG 或 WebP 照片',
    'This is not a usable picture',
    'Choose a JPEG, PNG or WebP picture',
  ),
  'picture-gone': text(
    '照片已不在本机',
    '去掉它，重新选择',
    'The picture is no longer on this machine',
    'Remove it and choose it again',
  ),
  'empty-file': text('文件是空的', '检查原文件后重新选择', 'The file is empty', 'Check the original and choose it again'),
  'file-type-refused': text(
    '这类文件不能作为附件',
    '可用照片 JPG/PNG/WebP/HEIC、录音 MP3/M4A/WAV/OGG、视频 MP4/WebM/MOV、PDF；看内容，不看扩展名',
    'This kind of file cannot be attached',
    'Photo JPG/PNG/WebP/HEIC, sound MP3/M4A/WAV/OGG, clip MP4/WebM/MOV or PDF; the content counts, not the name',
  ),
  'file-changed': text(
    '文件在读取时变了',
    '等它写完后重新选择',
    'The file changed while it was read',
    'Choose it again when it is complete',
  ),
  'file-not-here': text(
    '文件不在本机',
    '恢复连接后自动取回',
    'The file is not on this machine',
    'It is fetched when the link is back',
  ),
  'file-not-arrived': text(
    '平台还没有收到这个文件',
    '等拍摄的一方上传完再看',
    'The platform has not received this file yet',
    'Look again when whoever took it has sent it',
  ),
  'upload-gone': text('这次存入已中断', '重新选择文件', 'This file was not taken in to its end', 'Choose the file again'),
  'file-in-use': text(
    '已写入案卷，不能拿掉',
    '需要时在案件里说明',
    'It is part of the case and stays',
    'Explain it in a note if needed',
  ),
  'not-found': text('没有找到', '刷新列表后重试', 'Not found', 'Refresh the list and try again'),
  'unknown-class': text(
    '分类目录里没有这个小类',
    '从目录中选择小类',
    'The class is not in the catalogue',
    'Choose a class from the catalogue',
  ),
  'unknown-condition': text(
    '该小类没有这个立案条件',
    '从列表中选择立案条件',
    'The class has no such filing condition',
    'Choose a condition from the list',
  ),
  'unknown-department': text(
    '没有这个处置单位',
    '从列表中选择处置单位',
    'No such department',
    'Choose a department from the list',
  ),
  'bad-grid-code': text(
    '单元网格编码不对',
    '应为 15 位数字，按配置核对',
    'The unit grid code is wrong',
    'It should be 15 digits; check the configured pattern',
  ),
  'bad-component-code': text(
    '部件标识码不对',
    '应为 16 位数字，按配置核对',
    'The component code is wrong',
    'It should be 16 digits; check the configured pattern',
  ),
  'bad-coordinate': text('坐标不在可用范围', '在图上重新点位', 'The position is out of range', 'Pick the place on the map again'),
  'bad-time': text('时间不合理', '核对日期和时间', 'The time is not plausible', 'Check date and time'),
  // imports
  'file-not-readable': text('文件无法读取', '核对路径和权限', 'The file cannot be read', 'Check the path and the permissions'),
  'bad-file': text(
    '文件内容不是所需格式',
    '核对文件类型和编码',
    'The file is not of the expected kind',
    'Check its type and encoding',
  ),
  'bad-profile': text('导入配置不对', '改正指出的配置项', 'The import profile is wrong', 'Correct the member named'),
  'no-platform': text(
    '连不上平台',
    '先运行 npm start，或用 --platform-url 和 --token-file 指明',
    'The platform cannot be reached',
    'Run npm start first, or name it with --platform-url and --token-file',
  ),
  'bad-arguments': text(
    '命令参数不对',
    '运行 npm run import -- --help',
    'The arguments are wrong',
    'Run npm run import -- --help',
  ),
  'hall-has-town': text(
    '这个大厅已有别的单元网格',
    '另起一个空的大厅：npm start -- --town none --data-dir 新目录，再导入',
    'This hall has other unit grids already',
    'Start an empty hall: npm start -- --town none --data-dir NEW, then import',
  ),
  'duplicate-id': text('编号重复', '同一编号只保留一行', 'The id occurs twice', 'Keep one row for each id'),
  'unmapped-value': text('取值没有对应关系', '在导入配置中补上对应', 'The value has no mapping', 'Add it to the import profile'),
  // rules
  'illegal-move': text(
    '当前状态不能做这一步',
    '看流程记录，选择允许的操作',
    'This step is not allowed in the present state',
    'See the flow record and choose an allowed action',
  ),
  'wrong-post': text(
    '当前岗位不能做这一步',
    '请有该岗位的人办理',
    'Your post may not take this step',
    'Ask somebody who holds the post',
  ),
  'reason-required': text('必须写明原因', '填写原因后再提交', 'A reason is required', 'Write the reason and submit again'),
  'field-required': text('缺少必填内容', '补全标出的字段', 'Something required is missing', 'Fill in the field named'),
  'guard-failed': text('不满足办理条件', '看提示的条件', 'A condition for this step is not met', 'See the condition named'),
  'stale-base': text(
    '案件已被他人改动',
    '对照双方内容后选择',
    'Somebody else has moved this case on',
    'Compare both sides and choose',
  ),
  'depends-on-rejected': text(
    '它所依据的上一步被拒',
    '先处理上一步',
    'The step it builds on was rejected',
    'Settle that step first',
  ),
  'case-exists': text('案件已存在', '打开已有案件', 'The case exists already', 'Open the existing case'),
  'limit-out-of-range': text(
    '时限超出可计算范围',
    '核对时限和日历',
    'The limit is out of the computable range',
    'Check the limit and the calendar',
  ),
  // commands and numbers
  'lane-gap': text(
    '前一条还没有到达平台',
    '系统会按序重发',
    'An earlier command has not arrived',
    'It will be sent again in order',
  ),
  'body-mismatch': text(
    '同一编号内容不同',
    '联系管理员，保留本机数据',
    'Same id, different content',
    'Call the administrator; keep the data of this machine',
  ),
  'bad-hash': text(
    '命令校验不符',
    '联系管理员，保留本机数据',
    'The command fails its check',
    'Call the administrator; keep the data of this machine',
  ),
  'numbers-exhausted': text(
    '本席可用案卷号用完',
    '恢复连接后自动补号，可先存草稿',
    'This seat has no case numbers left',
    'Numbers are leased again when the link is back; keep a draft meanwhile',
  ),
  'number-not-leased': text(
    '案卷号不在本席号段内',
    '联系管理员，保留本机数据',
    'The case number is not from a block leased to this seat',
    'Call the administrator; keep the data of this machine',
  ),
  'not-resolvable': text(
    '这一条不能这样处理',
    '看它的状态后再选',
    'This entry cannot be settled that way',
    'Look at its state and choose again',
  ),
  'nothing-to-merge': text(
    '这一步没有可以逐项选择的内容',
    '按现在的案件再做一次，或撤销我的这一步',
    'Nothing of this step can be chosen field by field',
    'Do it again on the case as it is now, or withdraw it',
  ),
  'merge-changes-nothing': text(
    '所选与对方相同，案件不会因此改变',
    '换一项，或撤销我的这一步',
    'What is chosen is what the other side has: nothing would change',
    'Choose otherwise, or withdraw your step',
  ),
  'undo-too-late': text(
    '可撤回的时间已过，或这台机器已重启',
    '打开案件再办一次',
    'The time for taking this back is over, or this machine was restarted',
    'Open the case and act again',
  ),
  // door and session
  'untrusted-caller': text(
    '来源不被信任',
    '从本机程序打开窗口',
    'The caller is not trusted',
    'Open the window from the program on this machine',
  ),
  'no-session': text('尚未登录', '请登录', 'Nobody is signed in', 'Sign in'),
  'forbidden': text('没有权限', '请有权限的人办理', 'Not permitted', 'Ask somebody who may'),
  'unknown-operation': text('没有这个操作', '关闭窗口后重新打开', 'No such operation', 'Close the window and open it again'),
  'too-many-calls': text('请求过多', '稍候再试', 'Too many requests', 'Wait a moment and try again'),
  'host-gone': text(
    '本机服务中断',
    '正在自动恢复，已存内容不丢',
    'The service of this machine has stopped',
    'It is being restarted; what was saved is safe',
  ),
  'cancelled': text('已取消', '需要时重新操作', 'Cancelled', 'Start again if needed'),
  // people
  'bad-credentials': text(
    '工号或 PIN 不对',
    '核对后重试，错 5 次锁 15 分钟',
    'Number or PIN is wrong',
    'Check and try again; five errors lock for 15 minutes',
  ),
  'account-locked': text(
    '账号已锁定',
    '15 分钟后再试，或请管理员解锁',
    'The account is locked',
    'Try again in 15 minutes or ask the administrator',
  ),
  'offline-expired': text(
    '离线登录已超过 72 小时',
    '恢复连接后登录',
    'Offline sign-in has run out after 72 hours',
    'Sign in when the link is back',
  ),
  'not-rostered': text('不在本大厅名册上', '联系管理员', 'Not on the roster of this hall', 'Ask the administrator'),
  'bad-enrolment': text(
    '设备登记码无效',
    '向管理员要新的登记码',
    'The enrolment code is not valid',
    'Ask the administrator for a new one',
  ),
  // link
  'device-revoked': text(
    '平台已注销本机的登记',
    '本机数据未动；联系管理员确认后重新登记',
    'The platform has revoked this device',
    'Nothing here was erased; ask the administrator and enrol it again',
  ),
  'unauthorised': text(
    '平台不认可本机凭证',
    '联系管理员重新登记本机',
    'The platform does not accept this device',
    'Have the administrator enrol it again',
  ),
  'offline': text(
    '与平台断开',
    '已存本机，恢复后自动上传',
    'The link to the platform is down',
    'Saved here; sent when the link is back',
  ),
  'link-silent': text(
    '线路无应答',
    '检查本机网线和交换机，或问网管',
    'Nothing comes back over the line',
    'Check this machine’s cable and the switch, or ask the network administrator',
  ),
  'link-late': text('线路迟缓', '可照常办理，系统会继续收发', 'The line is slow', 'Work on; it keeps sending and receiving'),
  'link-refused': text(
    '平台地址没有程序应答',
    '问平台管理员平台是否在运行',
    'No program answers at the platform’s address',
    'Ask the platform’s administrator whether it runs',
  ),
  'link-no-network': text(
    '本机没有网络',
    '检查网线和网卡',
    'This machine has no network',
    'Check the cable and the network card',
  ),
  'link-name-unknown': text(
    '平台的域名查不到',
    '检查本机的 DNS 设置，或问网管',
    'The platform’s name cannot be looked up',
    'Check the DNS settings or ask the network administrator',
  ),
  'link-login-page': text(
    '网络要求认证，答复的不是平台',
    '在浏览器里完成上网认证，或问网管',
    'The network asks for a sign-in page; it was not the platform that replied',
    'Sign in to the network in a browser or ask the network administrator',
  ),
  'link-certificate-expired': text(
    '平台的证书已过期',
    '请平台管理员更换证书，不要绕过',
    'The platform’s certificate has expired',
    'Have the platform’s administrator renew it; there is no way around it',
  ),
  'link-certificate-early': text(
    '平台的证书尚未生效',
    '核对本机时间，再问平台管理员',
    'The platform’s certificate is not valid yet',
    'Check this machine’s clock, then ask the platform’s administrator',
  ),
  'link-certificate-other-name': text(
    '证书不是这个平台地址的',
    '核对平台地址；可能有人冒充，告知管理员',
    'The certificate is for another address',
    'Check the platform’s address; somebody may pose as it: tell the administrator',
  ),
  'link-certificate-untrusted': text(
    '证书的签发机构不被信任',
    '核对 --platform-ca；可能有人冒充，告知管理员',
    'The certificate’s authority is not trusted',
    'Check --platform-ca; somebody may pose as the platform: tell the administrator',
  ),
  'link-not-secure': text(
    '无法与平台建立加密连接',
    '请平台管理员启用 TLS 1.2 以上',
    'No encrypted connection to the platform can be made',
    'Have the platform’s administrator enable TLS 1.2 or newer',
  ),
  'bad-reply': text(
    '平台答复无法识别',
    '检查网络是否需要认证',
    'The reply is not the platform’s',
    'Check whether the network asks for a sign-in page',
  ),
  'platform-busy': text('平台繁忙', '系统会稍后重试', 'The platform is busy', 'It will be tried again'),
  'no-snapshot': text(
    '平台没有备好整份数据',
    '系统会改为分页读取，稍慢一些',
    'The platform keeps no ready copy of the data',
    'It will be read page by page, which takes a little longer',
  ),
  'snapshot-building': text(
    '平台正在准备整份数据',
    '系统会稍后再取',
    'The platform is preparing a copy of the data',
    'It will be asked for again shortly',
  ),
  'cursor-expired': text('变更游标已过期', '系统会重新取全量', 'The change cursor has expired', 'The cache will be rebuilt'),
  // storage
  'disk-full': text('磁盘已满', '清理磁盘，已存内容不丢', 'The disk is full', 'Free some space; what was saved is safe'),
  'storage-failed': text(
    '本机存储写入失败',
    '检查磁盘，联系管理员',
    'Writing to this machine’s storage failed',
    'Check the disk and call the administrator',
  ),
  'ledger-damaged': text(
    '台账文件损坏',
    '由值班长从备份恢复',
    'The ledger is damaged',
    'A shift leader restores it from a backup',
  ),
  'ledger-older': text(
    '台账比记录的旧，可能被换成旧副本',
    '由值班长选择恢复方式',
    'The ledger is older than what is known of it; an old copy may stand in its place',
    'A shift leader chooses how to go on',
  ),
  'ledger-missing': text(
    '台账文件不见了',
    '由值班长从备份恢复',
    'The ledger is gone',
    'A shift leader restores it from a backup',
  ),
  'ledger-key-missing': text(
    '台账的校验密钥不见了',
    '由值班长用备份中的密钥恢复',
    'The key of the ledger is gone',
    'A shift leader restores it from the backups',
  ),
  'ledger-key-wrong': text(
    '台账的校验密钥不对',
    '由值班长用备份中的密钥恢复',
    'The key of the ledger is another one',
    'A shift leader restores it from the backups',
  ),
  'anchor-contradicts': text(
    '台账与平台存证不符',
    '由值班长选择恢复方式',
    'The ledger contradicts what the platform was told of it',
    'A shift leader chooses how to go on',
  ),
  'in-recovery': text('本席位数据待恢复', '在恢复页处理后继续', 'This seat’s data awaits recovery', 'Deal with it on the recovery page'),
  'backup-unusable': text('这份备份不可用', '选择另一份', 'This backup cannot be used', 'Choose another one'),
  'recovery-incomplete': text(
    '恢复后的台账没有通过校验，原文件未动',
    '选择另一份备份，或导出后联系支持',
    'The recovered ledger did not pass its checks; nothing was replaced',
    'Choose another backup, or export the files for support',
  ),
  'schema-newer': text(
    '数据由更新的版本写成',
    '安装新版本后再打开',
    'The data was written by a newer version',
    'Install the newer version',
  ),
  'already-running': text(
    '本机已在运行',
    '切换到已打开的窗口',
    'It is already running on this data',
    'Switch to the window that is open',
  ),
  'not-running': text('这份数据上没有运行中的程序', '先运行 npm start', 'Nothing is running on this data', 'Run npm start first'),
  'other-seat': text(
    '数据目录属于另一个坐席',
    '换一个 --data-dir，或用原来的坐席号',
    'The data folder belongs to another seat',
    'Use another --data-dir or the seat it belongs to',
  ),
  'data-dir-unusable': text(
    '数据目录不可用',
    '检查目录的所有者、权限和磁盘，或用 --data-dir 另选',
    'The data folder cannot be used',
    'Check its owner, permissions and disk, or choose another with --data-dir',
  ),
  'host-failing': text(
    '本机服务反复退出',
    '已存内容不丢；看数据目录 logs/host.log，联系管理员',
    'The service of this machine keeps ending',
    'What was saved is safe; see logs/host.log in the data folder and call the administrator',
  ),
  'platform-failing': text(
    '内嵌平台反复退出',
    '坐席可离线使用；看数据目录 platform/platform.log，联系管理员',
    'The embedded platform keeps ending',
    'Seats work on offline; see platform/platform.log in the data folder and call the administrator',
  ),
  'no-shell': text(
    '本机没有所要求的外壳',
    '不带 --shell 启动，或安装 Chromium、Chrome、Edge',
    'The shell asked for is not on this machine',
    'Start without --shell, or install Chromium, Chrome or Edge',
  ),
  'sealed-unreadable': text(
    '密封内容无法打开',
    '联系管理员恢复密钥',
    'The sealed field cannot be opened',
    'Ask the administrator to recover the key',
  ),
  'hash-mismatch': text('文件校验不符', '重新上传', 'The file does not match its hash', 'Upload it again'),
  // embedded PostgreSQL
  'pg-binaries-missing': text(
    '本机没有可用的 PostgreSQL 程序',
    '重新安装本程序，或用 HALL_PG_URL 指定数据库服务器',
    'There is no PostgreSQL for this machine',
    'Install the program again, or name a server in HALL_PG_URL',
  ),
  'pg-binaries-unusable': text(
    'PostgreSQL 程序无法运行',
    '看提示的原因，重新安装本程序，或用 HALL_PG_URL 指定数据库服务器',
    'PostgreSQL’s programs cannot run here',
    'See the reason given; install the program again, or name a server in HALL_PG_URL',
  ),
  'pg-root-refused': text(
    '本机不允许以 root 身份启动 PostgreSQL',
    '改用普通用户启动，或用 HALL_PG_URL 指定数据库服务器',
    'This machine does not let root start PostgreSQL',
    'Start as an ordinary user, or name a server in HALL_PG_URL',
  ),
  'pg-init-failed': text(
    '数据库创建失败',
    '检查磁盘和目录权限后重试',
    'The database could not be created',
    'Check the disk and the folder’s permissions, then try again',
  ),
  'pg-start-failed': text(
    '数据库启动失败',
    '看 pg/log 里的日志，联系管理员',
    'The database did not start',
    'See the log in pg/log and call the administrator',
  ),
  'pg-cluster-older': text(
    '数据库由旧版本 PostgreSQL 建立',
    '请管理员先用旧版本导出数据',
    'The database was made by an older PostgreSQL',
    'Have the administrator export it with the older version first',
  ),
  'pg-cluster-damaged': text(
    '数据库目录不完整',
    '不要删除，请管理员从备份恢复',
    'The database folder is incomplete',
    'Do not delete it; have the administrator restore the backup',
  ),
  'pg-url-bad': text(
    'HALL_PG_URL 写法不对',
    '应为 postgresql://用户:密码@主机:端口/数据库',
    'HALL_PG_URL is not well formed',
    'Write postgresql://user:password@host:port/database',
  ),
  'pg-unreachable': text(
    '连不上数据库服务器',
    '核对 HALL_PG_URL、网络和密码',
    'The database server cannot be reached',
    'Check HALL_PG_URL, the network and the password',
  ),
  'pg-too-old': text(
    '数据库服务器版本过低',
    '需要 PostgreSQL 15 或更高版本',
    'The database server is too old',
    'PostgreSQL 15 or newer is needed',
  ),
  'pg-not-utf8': text(
    '数据库编码不是 UTF8',
    '用 encoding UTF8 新建数据库',
    'The database is not encoded in UTF8',
    'Create the database with encoding UTF8',
  ),
  'wall-illegible': text(
    '这个场景在大屏上看不清',
    '减少面板，或换点距更小的屏、让读者靠近；字号不会缩小',
    'This scene could not be read on the wall',
    'Use fewer panels, a finer pitch or nearer readers; type is never made smaller',
  ),
  'wall-no-scene': text('没有这个场景', '从列表中另选一个', 'There is no such scene', 'Choose another one from the list'),
  'wall-nothing-to-undo': text(
    '没有可撤销的大屏操作',
    '大屏已是最初的样子',
    'There is nothing on the wall to undo',
    'The wall is as it was at first',
  ),
  'internal': text(
    '程序出错',
    '重试；再次出现请导出诊断',
    'Something went wrong inside',
    'Try again; if it recurs export the diagnostics',
  ),
} as const satisfies Record<string, ErrorText>

export type ErrorCode = keyof typeof errorCatalogue

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code)
}
