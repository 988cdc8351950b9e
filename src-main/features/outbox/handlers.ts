import type { Contracts } from '#shared/contracts/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import { sessionOf } from '../cases/index.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference } from '../reference/index.ts'
import { decide, takeBack } from './decide.ts'
import { readDetail } from './detail.ts'
import { readTray } from './tray.ts'
import { Withdrawals } from './withdrawals.ts'

export function outboxHandlers(hall: Hall, reference: Reference, writer: CommandWriter): HandlersOf<Contracts['outbox']> {
  const parts = { hall, writer, withdrawals: new Withdrawals(hall.clock) }
  return {
    tray: { watches: ['outbox', 'link'], read: async (ask) => ok(await readTray(hall, ask)) },
    page: async (ask) => ok(await readTray(hall, ask)),
    entry: {
      watches: ['outbox', 'cases', 'reference'],
      read: async ({ id }, context) => {
        const data = await reference.data()
        return data.ok ? ok(await readDetail({ hall, writer, data: data.value, session: sessionOf(context) }, id)) : data
      },
    },
    settle: (decision, context) => decide(parts, decision, sessionOf(context)),
    takeBack: ({ id }, context) => takeBack(parts, id, sessionOf(context)),
  }
}
