import type { AuditRow } from '#shared/contracts/audit.contract.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { errorText } from '#renderer/i18n/index.ts'
import type { MessageKey, Text } from '#renderer/i18n/index.ts'

const words: Readonly<Record<string, MessageKey>> = {
  'session.sign-in': 'audit.what.signIn',
  'session.sign-out': 'audit.what.signOut',
  'session.lock': 'audit.what.lock',
  'session.unlock': 'audit.what.unlock',
  'session.taken-over': 'audit.what.takenOver',
  'case.reveal-phone': 'audit.what.revealPhone',
  'case.reveal-numbers': 'audit.what.revealNumbers',
  'outbox.again': 'audit.what.again',
  'outbox.withdraw': 'audit.what.withdraw',
  'outbox.merge': 'audit.what.merge',
  'outbox.take-back': 'audit.what.takeBack',
  'window.export': 'audit.what.export',
  'window.print': 'audit.what.print',
  'audit.export': 'audit.what.auditExport',
  'audit.cut': 'audit.what.auditCut',
  'keys.learned': 'audit.what.learned',
  'keys.recovery-code': 'audit.what.recoveryCode',
  'wall.show': 'audit.what.wallShow',
  'wall.push': 'audit.what.wallPush',
  'wall.undo': 'audit.what.wallUndo',
  'wall.rotate': 'audit.what.wallRotate',
  'wall.save': 'audit.what.wallSave',
  'wall.fit': 'audit.what.wallFit',
  'field.track': 'audit.what.track',
  'attachments.open': 'audit.what.openFile',
  'attachments.remove': 'audit.what.removeFile',
  'cache.rebuild': 'audit.what.rebuild',
}

/** What was done, in words; an operation that is not known here keeps its own. */
export function whatWord(what: string, t: Text['t']): string {
  const key = words[what]
  return key === undefined ? what : t(key)
}

/** The posts held at the time. */
export function postWords(post: string | null, t: Text['t']): string {
  const posts = (post ?? '').split(',').flatMap((one) => {
    const known = Post.safeParse(one)
    return known.success ? [t(`cases.post.${known.data}`)] : []
  })
  return posts.join(t('common.listed'))
}

/** The reason given, or why it was refused. */
export function resultWords({ result, detail }: Pick<AuditRow, 'result' | 'detail'>, t: Text['t']): string {
  if (result === 'ok') return detail ?? t('audit.ok')
  return detail === null ? t('audit.refused') : `${t('audit.refused')}${t('common.comma')}${errorText(detail).sentence}`
}
