import type { AuditRow } from '#shared/contracts/audit.contract.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Format } from '#renderer/composables/index.ts'
import { errorText } from '#renderer/i18n/index.ts'
import type { MessageKey, Text } from '#renderer/i18n/index.ts'

const words: Readonly<Record<string, MessageKey>> = {
  'session.sign-in': 'audit.what.signIn',
  'session.sign-out': 'audit.what.signOut',
  'session.lock': 'audit.what.lock',
  'session.unlock': 'audit.what.unlock',
  'session.taken-over': 'audit.what.takenOver',
  'session.extend-offline': 'audit.what.extendOffline',
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
  'keys.recovered': 'audit.what.keyRecovered',
  'keys.replaced': 'audit.what.keyReplaced',
  'keys.recovery-code': 'audit.what.recoveryCode',
  'keys.recovery-code-noted': 'audit.what.codeNoted',
  'wall.show': 'audit.what.wallShow',
  'wall.push': 'audit.what.wallPush',
  'wall.undo': 'audit.what.wallUndo',
  'wall.rotate': 'audit.what.wallRotate',
  'wall.schedule': 'audit.what.wallSchedule',
  'wall.hand-back': 'audit.what.wallHandBack',
  'wall.visitors': 'audit.what.wallVisitors',
  'wall.save': 'audit.what.wallSave',
  'wall.drop': 'audit.what.wallDrop',
  'wall.restore': 'audit.what.wallRestore',
  'wall.fit': 'audit.what.wallFit',
  'field.track': 'audit.what.track',
  'attachments.open': 'audit.what.openFile',
  'attachments.remove': 'audit.what.removeFile',
  'cache.rebuild': 'audit.what.rebuild',
  'keys.revoke-device': 'audit.what.revoke',
  'keys.rotate': 'audit.what.rotate',
  'ledger.recovered': 'audit.what.recovered',
  'ledger.trusted-again': 'audit.what.trustedAgain',
}

/** What entries keep as JSON: a second person and until when; why and how many steps went out again. */
const Extension = z.object({ second: z.string(), until: z.number() })
const Settled = z.object({ words: z.string().default(''), again: z.array(z.string()) })

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

/** To what: a period of an export in the hall's time; everything else as it was written down. */
export function subjectWords({ what, subject }: Pick<AuditRow, 'what' | 'subject'>, format: Format): string {
  const ends = what === 'audit.export' ? (subject ?? '').split('/').map((end) => Date.parse(end)) : []
  return ends.length === 2 && ends.every(Number.isFinite) ? ends.map(format.dateTime).join(' – ') : (subject ?? '')
}

/** The reason given, or why it was refused. */
export function resultWords({ result, detail }: Pick<AuditRow, 'result' | 'detail'>, t: Text['t'], format: Format): string {
  if (result === 'ok') return detail === null ? t('audit.ok') : reasonOf(detail, t, format)
  return detail === null ? t('audit.refused') : `${t('audit.refused')}${t('common.comma')}${errorText(detail).sentence}`
}

/** Some entries keep their facts as JSON, and a recovery as "backup; +2; -0; quarantine". */
function reasonOf(detail: string, t: Text['t'], format: Format): string {
  const [, salvaged, missing] = /; \+(\d+); -(\d+); [^;]+$/.exec(detail) ?? []
  if (salvaged !== undefined && missing !== undefined) return t('audit.recovered', { salvaged, missing })
  const extension = readAs(Extension, detail)
  if (extension !== undefined) return t('audit.extended', { second: extension.second, time: format.dateTime(extension.until) })
  const settled = readAs(Settled, detail)
  if (settled === undefined) return detail
  const along = settled.again.length > 0 ? [t('audit.along', { n: settled.again.length })] : []
  return [...(settled.words === '' ? [] : [settled.words]), ...along].join(t('common.comma')) || t('audit.ok')
}

function readAs<S extends z.ZodType>(schema: S, detail: string): z.output<S> | undefined {
  if (!detail.startsWith('{')) return undefined
  try {
    return schema.safeParse(JSON.parse(detail)).data
  } catch {
    // A reason that only begins like one.
    return undefined
  }
}
