import { contracts } from '#shared/contracts/index.ts'
import type { Contracts } from '#shared/contracts/index.ts'
import type { AreaContract } from '#shared/contracts/contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Handlers, HandlersOf } from '../../doors/handlers.ts'
import type { RecoveryService } from './recovery-service.ts'

/** While the ledger is trusted there is nothing to recover. */
export function noRecovery(): HandlersOf<Contracts['recovery']> {
  const refused = () => Promise.resolve(refuse('not-resolvable', 'recovery'))
  return {
    status: { watches: [], read: () => Promise.resolve(ok(null)) },
    brief: { watches: [], read: () => Promise.resolve(ok({ isRecovering: false })) },
    ...{ restore: refused, export: refused, retry: refused },
  }
}

/** Only recovery answers. Whoever watches anything else hears nothing until the host that serves it is back. */
export function recoveryHandlers(service: RecoveryService): Handlers {
  const silent = Object.fromEntries(Object.entries(contracts).map(([area, operations]) => [area, silentArea(operations)]))
  const recovery: HandlersOf<Contracts['recovery']> = {
    status: { watches: ['recovery', 'clock'], read: async () => ok(await service.status()) },
    brief: { watches: [], read: () => Promise.resolve(ok({ isRecovering: true })) },
    restore: (arg) => service.restore(arg),
    export: (arg) => service.export(arg),
    retry: () => service.retry(),
  }
  // Every area of the contract, each with a handler for every operation.
  return { ...silent, recovery } as unknown as Handlers
}

function silentArea(operations: AreaContract): Record<string, unknown> {
  const never = new Promise<never>(() => undefined)
  return Object.fromEntries(
    Object.entries(operations).map(([name, { kind }]) => [
      name,
      kind === 'topic' ? { watches: [], read: () => never } : () => Promise.resolve(refuse('in-recovery')),
    ]),
  )
}
