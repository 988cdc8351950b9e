import type { OutboxEntry, OutboxPage } from '#shared/contracts/link.contract.ts'
import { termNames } from '#shared/domain/case/term-names.ts'
import { CaseAction } from '#shared/domain/case/terms.ts'
import type { TrayAsk, TrayLine } from '../../db/ledger-api.ts'
import type { Hall } from '../hall/index.ts'

type Ask = Omit<TrayAsk, 'actions'>

/** One page of the tray: rejected ones first because they wait for a person, then what is on its way, in order. */
export async function readTray(hall: Hall, ask: Ask): Promise<OutboxPage> {
  const text = ask.text.trim()
  const asked = { ...ask, text, actions: text === '' ? [] : actionsNamed(text) }
  const [page, counts] = await Promise.all([hall.db.ledger.trayPage(asked), hall.db.ledger.trayCounts()])
  const { oldestAt, ...numbers } = counts
  const entries = page.lines.map((line) => entryOf(line, hall.link.sending))
  return { offset: ask.offset, entries, total: page.total, counts: numbers, oldestAt }
}

export function entryOf(line: TrayLine, sending: ReadonlySet<string>): OutboxEntry {
  const { standing, ...rest } = line
  return { ...rest, state: stateOf(line, sending) }
}

function stateOf({ id, standing }: TrayLine, sending: ReadonlySet<string>): OutboxEntry['state'] {
  if (standing === 'held') return 'held'
  if (standing === 'waiting') return sending.has(id) ? 'sending' : 'waiting'
  return 'rejected'
}

function actionsNamed(text: string): CaseAction[] {
  const wanted = text.toLowerCase()
  return CaseAction.options.filter((action) => {
    const { zh, en } = termNames.actions[action]
    return zh.includes(wanted) || en.toLowerCase().includes(wanted)
  })
}
