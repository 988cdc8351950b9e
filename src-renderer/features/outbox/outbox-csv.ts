import type { OutboxEntry } from '#shared/contracts/link.contract.ts'
import type { Format } from '#renderer/composables/index.ts'
import { errorText } from '#renderer/i18n/index.ts'
import type { Text } from '#renderer/i18n/index.ts'
import { stateWord } from './entry-words.ts'

/** Spreadsheets read a file without it as something else than UTF-8. */
const BOM = '\uFEFF'

/** Also behind blanks and marks that cannot be seen, and in the wide forms that Chinese editions take for the same. */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cf}]*[=+\-@＝＋－＠])/u

/** RFC 4180 cell; a leading sign that a spreadsheet would take for a formula is made text. */
function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The tray as a file to hand over by other means: every command with its id, in its order. */
export function outboxCsv(entries: readonly OutboxEntry[], t: Text['t'], format: Format): string {
  const head = ['no', 'id', 'caseNo', 'action', 'className', 'person', 'at', 'state', 'reason'] as const
  const rows = entries.map((entry) => [
    entry.position === null ? '' : String(entry.position),
    entry.id,
    entry.no ?? '',
    t(`cases.action.${entry.action}`),
    entry.className,
    entry.personName,
    format.dateTime(entry.at),
    stateWord(entry, t),
    entry.code === null ? '' : errorText(entry.code).sentence,
  ])
  return BOM + [head.map((key) => t(`outbox.csv.${key}`)), ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

/** Hands a text to the browser as a file to save. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
