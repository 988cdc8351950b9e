import { text } from './error-text.ts'
import type { ErrorText } from './error-text.ts'

/** The embedded database and the programs themselves. */
export const programErrors = {
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
  'address-unusable': text(
    '无法在这个地址和端口提供服务',
    '换一个 --port 或 --address，或结束占用它的程序',
    'This address and port cannot be served from',
    'Choose another --port or --address, or end the program that has it',
  ),
  'wall-illegible': text(
    '这个场景在大屏上看不清',
    '减少面板，或换点距更小的屏、让读者靠近；字号不会缩小',
    'This scene could not be read on the wall',
    'Use fewer panels, a finer pitch or nearer readers; type is never made smaller',
  ),
  'wall-no-scene': text('没有这个场景', '从列表中另选一个', 'There is no such scene', 'Choose another one from the list'),
  'wall-scene-wrong': text(
    '这个场景不能保存',
    '名称要写明、不能重名，面板不能重叠或超出边界；改好指出的那一项再保存',
    'This scene cannot be saved',
    'It needs a name of its own, and panels inside the page that do not lie on each other; put right what is named, then save',
  ),
  'wall-stop-outside': text(
    '有镜头不在本辖区',
    '把指出的那个镜头移到辖区内，再保存或显示',
    'A stop of the camera lies outside the hall’s ground',
    'Move the stop that is named into it, then save or show the scene',
  ),
  'wall-scene-unread': text(
    '保存的场景有损坏，或由别的版本写成：不显示，原样留着',
    '用写成它的版本打开，或照样新建一个',
    'A scene that was kept is damaged or of another version: it is not shown, and kept as it is',
    'Open it with the version that wrote it, or make it anew',
  ),
  'wall-scene-fixed': text(
    '每面大屏都有的场景不能改、不能删',
    '复制一份再改',
    'A scene that every wall has is neither changed nor deleted',
    'Duplicate it and change the copy',
  ),
  'wall-scene-in-use': text(
    '时段表或轮播还要用这个场景',
    '先从时段表和轮播里去掉，再删除',
    'The times of day or the rotation still name this scene',
    'Take it out of there first, then delete it',
  ),
  'wall-scenes-full': text(
    '自建场景已满',
    '先删除不用的场景',
    'There is no room for another scene of your own',
    'Delete one that is not used',
  ),
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
