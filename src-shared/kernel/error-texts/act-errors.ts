import { text } from './error-text.ts'
import type { ErrorText } from './error-text.ts'

/** Acts, the rules they are judged by, their commands and numbers. */
export const actErrors = {
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
  'own-act-unseen': text(
    '本席刚办的一步还没有在案件中显示',
    '写的内容还在，稍候再确认一次；磁盘已满时先清理空间',
    'The last step of this seat does not show in the case yet',
    'What is written stays: confirm again in a moment; when the disk is full, free some space first',
  ),
  'base-not-arrived': text(
    '它所依据的他席命令还没有到达平台',
    '确认该席位已开机联网，然后再办一次',
    'What it builds on has not come from the other seat yet',
    'See that the machine of that seat is on and connected, then do it again',
  ),
  'claimed': text(
    '他席已先办理（本厅裁定）',
    '看最新状态后再办',
    'Another seat was first, so the relay of this hall has ordered',
    'Look at the present state first',
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
  'report-too-late': text(
    '上报时间距今超过三个月，平台不再接收',
    '确有其事的，按现在重新上报，发现时间填原来的时间',
    'The report is dated more than three months back and is not taken any more',
    'If it still stands, report it anew as of now, with its time of finding',
  ),
} as const satisfies Record<string, ErrorText>
