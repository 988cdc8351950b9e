import { text } from './error-text.ts'
import type { ErrorText } from './error-text.ts'

/** What people and files bring in. */
export const inputErrors = {
  // input
  'bad-request': text(
    '内容不符合要求',
    '检查标出的字段后重试',
    'The content does not fit the form',
    'Check the field named and try again',
  ),
  'list-moves': text('清单正在变动，没有读全', '稍候再试', 'The list kept changing and was not read whole', 'Try again in a moment'),
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
  'picture-unreadable': text(
    '照片读不出来',
    '在相册里打开看看，再选一次，或换一张',
    'The picture cannot be read',
    'Open it where it is kept and choose it again, or choose another',
  ),
  'too-many-files': text(
    '附件超过 50 个',
    '去掉一些后再提交；其余可在案件里补',
    'There are more than 50 files',
    'Remove some and try again; the rest can be added to the case',
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
    '平台没有这个文件：尚未送达，或随备份恢复而丢失',
    '存有副本的坐席连上后会自动补传，稍后再看',
    'The platform does not have this file: not sent yet, or lost with a restored backup',
    'A seat that still has a copy sends it by itself; look again later',
  ),
  'draft-over': text(
    '它的草稿已在别处并入或丢弃',
    '需要时在并入的案件里补充附件',
    'Its draft was merged or discarded elsewhere',
    'Add it to the case that the draft was merged into if needed',
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
  'tls-unusable': text(
    '证书或私钥不能用',
    '核对 --tls-cert 与 --tls-key：PEM 格式、互相对应、未过期、私钥无口令',
    'The certificate or its key cannot be used',
    'Check --tls-cert and --tls-key: PEM, made for each other, not expired, the key without a passphrase',
  ),
  'file-not-readable': text('文件无法读取', '核对路径和权限', 'The file cannot be read', 'Check the path and the permissions'),
  'bad-file': text(
    '文件内容不是所需格式',
    '核对文件类型和编码',
    'The file is not of the expected kind',
    'Check its type and encoding',
  ),
  'bad-tile': text(
    '底图瓦片不能用',
    '改正指出的瓦片，或重新生成整个瓦片包',
    'A tile of the base map cannot be used',
    'Correct the tile named, or make the archive anew',
  ),
  'outside-hall': text(
    '底图不在本大厅的范围内',
    '核对城区和坐标：瓦片应为 WGS-84 的网络墨卡托',
    'The base map lies outside the hall’s town',
    'Check the town and the coordinates: Web Mercator tiles of WGS-84',
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
} as const satisfies Record<string, ErrorText>
