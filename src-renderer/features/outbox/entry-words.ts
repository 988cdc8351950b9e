// What stands in the tray, in words.
import type { FieldDifference, OutboxDetail, OutboxEntry } from '#shared/contracts/link.contract.ts'
import { termNames } from '#shared/domain/case/term-names.ts'
import type { CaseState } from '#shared/domain/case/terms.ts'
import type { Format } from '#renderer/composables/index.ts'
import { errorText } from '#renderer/i18n/index.ts'
import type { MessageKey, Text } from '#renderer/i18n/index.ts'
import type { CompareLine, Meaning } from '#renderer/ui/index.ts'
import type { MovedLine } from './moved-lines.ts'

type Say = Text['t']

export interface MovedWords {
  readonly field: string
  readonly label: string
  readonly before: string
  readonly now: string
}

/** Digits of a case number enough to tell two cases of a day apart. */
const TAIL_DIGITS = 5
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/
const fieldKeys = [
  ...(['state', 'department', 'inspector', 'handleDueAt', 'classCode', 'conditionId', 'areaGrade', 'urgent', 'address', 'grid', 'component'] as const),
  ...(['description', 'onAccountUntil', 'duplicateOf', 'extensions', 'extensionAsked', 'returns', 'reworks', 'verifyResult', 'checkResult'] as const),
  ...(['appeal', 'callBack'] as const),
] as const

export const stateMeaning: Readonly<Record<OutboxEntry['state'], Meaning | undefined>> = {
  waiting: undefined, sending: undefined, rejected: 'overdue', held: 'unknown',
}

/** Rejected and held ones wait for a person; the rest go by themselves. */
export const needsPerson = ({ state }: OutboxEntry): boolean => state === 'rejected' || state === 'held'

export function stateWord({ state }: OutboxEntry, t: Say): string {
  return state === 'held' ? t('outbox.held') : t(`outbox.state.${state}`)
}

/** "立案，供水管道破裂 00004" */
export function actWords({ action, className, no }: OutboxEntry, t: Say): string {
  const values = { action: t(`cases.action.${action}`), tail: no?.slice(-TAIL_DIGITS) ?? '' }
  return (className === '' ? t('outbox.actUnnamed', values) : t('outbox.act', { ...values, name: className })).trim()
}

/** Why it stands where it stands: the refusal, the step before it in the same case, or nothing in its way. */
export function noteWords(entry: OutboxEntry, t: Say): string {
  if (entry.state === 'held') return t('outbox.heldNote')
  if (entry.code !== null) return t('outbox.rejectedNote', { reason: errorText(entry.code).sentence })
  if (entry.state === 'sending') return t('outbox.onItsWay')
  return entry.after === null ? t('outbox.goesNext') : t('outbox.waitsSame', { n: entry.after })
}

/** The sentence over the comparison: who moved the case, or what the rule says, and what to do. */
export function refusalWords({ entry, refusal, theirs }: OutboxDetail, nowMs: number, t: Say, format: Format): string {
  if (entry.state === 'held') return t('outbox.heldNote')
  if (refusal === null) return ''
  const words = errorText(refusal.code)
  if (refusal.code !== 'stale-base' || theirs?.byName == null || theirs.at === null) return t('outbox.rejectedPlain', { ...words })
  return t('outbox.rejectedBy', { seat: theirs.bySeat ?? '–', name: theirs.byName, time: format.stamp(theirs.at, nowMs), next: words.next })
}

/** Heads of the three columns: whose word, of when, on which state version. */
export function sideNotes({ entry, ground, theirs }: OutboxDetail, nowMs: number, t: Say, format: Format): Record<'base' | 'mine' | 'theirs', string> {
  const version = (ver: number, at: number | null): string =>
    at === null ? t('outbox.version', { ver }) : t('outbox.versionAt', { ver, time: format.stamp(at, nowMs) })
  const who = (name: string, when: number): string => t('outbox.who', { name, time: format.stamp(when, nowMs) })
  const others = theirs === null ? t('outbox.noCase')
    : theirs.byName === null ? version(theirs.ver, theirs.at)
      : t('outbox.whoVersion', { who: theirs.at === null ? theirs.byName : who(theirs.byName, theirs.at), ver: theirs.ver })
  return {
    base: ground === null ? t(entry.action === 'report' ? 'outbox.newCase' : 'outbox.noGround') : version(ground.ver, ground.at),
    mine: who(entry.personName, entry.at),
    theirs: others,
  }
}

export function compareLines(differences: readonly FieldDifference[], nowMs: number, t: Say, format: Format): CompareLine[] {
  const show = (field: string, value: string | null): string => valueWords(field, value, nowMs, t, format)
  return differences.map(({ field, base, mine, theirs, open }) => ({
    field,
    label: fieldLabel(field, t),
    base: show(field, base),
    mine: mine === base ? t('outbox.unchanged') : show(field, mine),
    theirs: theirs === base ? t('outbox.unchanged') : show(field, theirs),
    open,
  }))
}

/** What 对方 had and has now, in words. */
export function movedWords(lines: readonly MovedLine[], nowMs: number, t: Say, format: Format): MovedWords[] {
  const show = (field: string, value: string | null): string => valueWords(field, value, nowMs, t, format)
  const said = ({ field, before, now }: MovedLine): MovedWords =>
    ({ field, label: fieldLabel(field, t), before: show(field, before), now: show(field, now) })
  return lines.map(said)
}

function fieldLabel(field: string, t: Say): string {
  const known = fieldKeys.find((key) => key === field)
  return known === undefined ? field : t(`outbox.fields.${known}`)
}

/** Times come as ISO and are shown on the hall's clock; states come in Chinese and are said in the window's language. */
function valueWords(field: string, value: string | null, nowMs: number, t: Say, format: Format): string {
  if (value === null) return t('outbox.nothing')
  if (ISO_INSTANT.test(value)) return format.stamp(Date.parse(value), nowMs)
  const key = field === 'state' ? stateKey(value) : undefined
  return key === undefined ? value : t(key)
}

function stateKey(word: string): MessageKey | undefined {
  // Object.keys of a record of states gives states.
  const state = (Object.keys(termNames.states) as CaseState[]).find((one) => termNames.states[one].zh === word)
  return state === undefined ? undefined : `cases.state.${state}`
}
