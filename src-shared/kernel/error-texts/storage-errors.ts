import { text } from './error-text.ts'
import type { ErrorText } from './error-text.ts'

/** Files of this machine. */
export const storageErrors = {
  'disk-full': text('磁盘已满', '清理磁盘，已存内容不丢', 'The disk is full', 'Free some space; what was saved is safe'),
  'no-room-for-new': text(
    '磁盘已满，暂不能新开案件',
    '清理磁盘后自动恢复，已开的草稿照常保存',
    'The disk is full: no new case can be begun',
    'It goes on by itself when there is room; drafts that are open are stored',
  ),
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
  'ledger-unreadable': text(
    '台账文件打不开',
    '管理员恢复读取权限或磁盘后再试一次，不成再由值班长从备份恢复',
    'The ledger is there and cannot be read',
    'The administrator gives back the right to read it, or the disk, and tries again; else a shift leader restores a backup',
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
  'in-recovery': text(
    '本席位数据待恢复',
    '在恢复页处理后继续',
    'This seat’s data awaits recovery',
    'Deal with it on the recovery page',
  ),
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
  'remembered-damaged': text(
    '记着坐席号和平台地址的文件损坏',
    '把这个文件移走，再启动一次并写明 --seat、--platform-url，用过 --platform-ca 的也写上（用内嵌平台的只写 --seat）',
    'The file that remembers seat and platform is damaged',
    'Move it away and start once with --seat, --platform-url and, if ever given, --platform-ca (--seat alone with the embedded platform)',
  ),
  'data-dir-unusable': text(
    '数据目录不可用',
    '检查目录的所有者、权限和磁盘，或用 --data-dir 另选',
    'The data folder cannot be used',
    'Check its owner, permissions and disk, or choose another with --data-dir',
  ),
  'host-failing': text(
    '本机服务反复退出',
    '已存内容不丢；程序自动再试，一直这样看数据目录 logs/host.log，联系管理员',
    'The service of this machine keeps ending',
    'What was saved is safe; it is tried again by itself. If that goes on see logs/host.log in the data folder and call the administrator',
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
  'copy-unreadable': text(
    '本机存的文件副本打不开',
    '从原件重新添加这个文件；平台已有的会重新取来',
    'The copy of this file here cannot be opened',
    'Add the file again from where it came; what the platform has is fetched anew',
  ),
  'credential-missing': text(
    '本机登记过，登记凭证文件不见了',
    '把 device.sealed 放回数据目录，或用新的登记码重新登记',
    'This machine was enrolled, and the file of its credential is gone',
    'Put device.sealed back into the data folder, or enrol again with a new code',
  ),
  'piece-damaged': text(
    '传输中有损坏，平台未收下这一段',
    '会自动重发这一段；反复出现时检查网络设备',
    'A piece was damaged on its way and not taken',
    'It is sent again by itself; when it happens often, have the network checked',
  ),
  'hash-mismatch': text('文件校验不符', '重新上传', 'The file does not match its hash', 'Upload it again'),
} as const satisfies Record<string, ErrorText>
