import { text } from './error-text.ts'
import type { ErrorText } from './error-text.ts'

/** Windows at the door, and the people before them. */
export const doorErrors = {
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
    '15 分钟后再试，或请管理员重设 PIN',
    'The account is locked',
    'Try again in 15 minutes, or have the administrator set a new PIN',
  ),
  'offline-expired': text(
    '离线登录已到期',
    '恢复连接后登录，或由值班长和另一人共同延长 24 小时',
    'Offline sign-in has run out',
    'Sign in when the link is back, or have a shift leader and a second person add 24 hours',
  ),
  'extension-not-needed': text(
    '现在不需要延长离线登录',
    '到期前 4 小时起可由两人延长',
    'Offline sign-in need not be extended now',
    'Two persons may extend it from four hours before it ends',
  ),
  'extension-one-person': text(
    '延长离线登录须由两个人办理',
    '请另一人输入工号和 PIN',
    'Extending offline sign-in takes two persons',
    'Have another person type number and PIN',
  ),
  'extension-no-leader': text(
    '延长离线登录须有值班长',
    '第一人须是值班长',
    'Extending offline sign-in takes a shift leader',
    'The first person must be a shift leader',
  ),
  'posts-withdrawn': text(
    '本班登录的岗位已被收回',
    '用现有岗位重新登录，有疑问联系管理员',
    'The posts of this sign-in were taken away',
    'Sign in with the posts that are left, or ask the administrator',
  ),
  'not-rostered': text('不在本大厅名册上', '联系管理员', 'Not on the roster of this hall', 'Ask the administrator'),
  'too-many-keys': text(
    '业务密钥已换满，不能再换',
    '现用密钥照常有效；查明是谁反复更换，请供应商迁移旧密钥',
    'The hall has had as many keys as it can have',
    'The current one goes on; find out who rotates so often and have older keys migrated by the supplier',
  ),
  'bad-enrolment': text(
    '设备登记码无效',
    '向管理员要新的登记码',
    'The enrolment code is not valid',
    'Ask the administrator for a new one',
  ),
} as const satisfies Record<string, ErrorText>
