import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'
import { workLists } from '#shared/domain/case/work-lists.ts'
import type { WorkList } from '#shared/domain/case/work-lists.ts'
import { text } from '#renderer/i18n/index.ts'
import type { CountItem } from '#renderer/ui/index.ts'

type Counts = ReplyOf<Contracts['cases']['counts']>
/** A work list, or the drafts of the one who sits here. */
export type ShownList = WorkList | 'drafts'

/** The eight steps of the work, then the drafts; what waits for others stands below and has no key but the last. */
const KEYED = 8
const order: readonly ShownList[] = [...workLists.slice(0, KEYED), 'drafts', ...workLists.slice(KEYED)]

/** "Alt+1" to "Alt+9", and "Alt+0" for what waits for a decision. */
export function keyOf(list: ShownList): string | undefined {
  const at = order.indexOf(list) + 1
  return at <= 9 ? `Alt+${at}` : at === 10 ? 'Alt+0' : undefined
}

export const listName = (list: ShownList): string => (list === 'drafts' ? text('cases.lists.drafts') : text(`cases.list.${list}`))

/** The left column's lists in their fixed places; a list nobody has counted yet shows zero. */
export function workListItems(counts: Counts | null): CountItem[] {
  const byList = new Map(counts?.lists.map((count) => [count.list, count]))
  return order.map((list): CountItem => {
    const keys = keyOf(list)
    const bound = keys === undefined ? {} : { keys }
    if (list === 'drafts') return { id: list, label: listName(list), count: counts?.drafts ?? 0, ...bound }
    const { total = 0, attention = 0, overdue = 0 } = byList.get(list) ?? {}
    return { id: list, label: listName(list), count: total, attention, overdue, ...bound }
  })
}

export function isShownList(id: string): id is ShownList {
  return order.some((list) => list === id)
}

export const shownLists = order
