import type { CaseView } from '#shared/contracts/cases.contract.ts'
import type { Limit } from '#shared/domain/case/terms.ts'
import { limitText } from '#renderer/features/case-text/index.ts'
import { text } from '#renderer/i18n/index.ts'
import type { MessageKey } from '#renderer/i18n/index.ts'
import type { Fact } from '#renderer/ui/index.ts'

/** What the facts need beside the case: words for times, and the limit the catalogue gives. */
export interface FactWords {
  readonly stamp: (ms: number) => string
  readonly limit: Limit | undefined
  readonly component: string | null
}

type Row = CaseView['row']

/** The case in aligned pairs; what does not exist yet takes no place except where somebody would look for it. */
export function caseFacts({ row, names, reporter }: CaseView, { stamp, limit, component }: FactWords): Fact[] {
  const handle = row.clocks.findLast(({ kind }) => kind === 'handle')?.limit ?? limit
  const source = `${text(`cases.source.${row.source}`)} ${stamp(row.reportedAt)}`
  const facts: (Fact | null)[] = [
    fact('class', `${row.classCode} ${row.className}`),
    fact('limit', handle === undefined ? undefined : limitText(handle)),
    fact('grid', row.place.grid ?? undefined),
    fact('dutyGrid', [names.dutyGrid, row.place.community, row.place.street].filter((part) => part !== null).join(text('common.comma')) || undefined),
    reporter === null ? fact('source', source, names.reportedBy) : fact('reporter', reporter.name),
    reporter === null ? null : fact('source', source, names.reportedBy),
    fact('department', names.department ?? undefined),
    optional('inspector', names.inspector),
    optional('component', component),
    optional('foundAt', row.foundAt === null ? null : stamp(row.foundAt)),
    optional('onAccountUntil', row.onAccountUntil === null ? null : stamp(row.onAccountUntil)),
    optional('callBack', row.callBack === 'none' ? null : text(`cases.callBack.${row.callBack}`)),
    optional('appeal', row.appeal === 'none' ? null : text(`cases.appeal.${row.appeal}`)),
    optional('counts', countsOf(row)),
    wide('condition', names.condition),
    wide('closing', names.closing),
    wide('description', row.description),
  ]
  return facts.filter((one) => one !== null)
}

type FactName = Extract<MessageKey, `cases.fact.${string}`> extends `cases.fact.${infer Name}` ? Name : never

function fact(key: FactName, value: string | undefined, more?: string | null): Fact {
  return { key, label: text(`cases.fact.${key}`), value: more == null || value === undefined ? value : `${value}${text('common.comma')}${more}` }
}

function optional(key: FactName, value: string | null): Fact | null {
  return value === null || value === '' ? null : fact(key, value)
}

function wide(key: FactName, value: string | null): Fact | null {
  return value === null || value === '' ? null : { ...fact(key, value), wide: true }
}

/** 督办 2 次，返工 1 次: only what has happened. */
function countsOf(row: Row): string {
  const counted = (['supervised', 'urged', 'reworks', 'returns', 'extensions'] as const).filter((name) => row[name] > 0)
  const words = counted.map((name) => text(`cases.count.${name}`, { n: row[name] }))
  return [...words, ...(row.extensionAsked ? [text('cases.count.extensionAsked')] : []), ...(row.exempt ? [text('cases.count.exempt')] : [])].join(text('common.comma'))
}
