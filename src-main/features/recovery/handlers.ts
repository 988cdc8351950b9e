import { contracts } from '#shared/contracts/index.ts'
import type { Contracts } from '#shared/contracts/index.ts'
import type { AreaContract } from '#shared/contracts/contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Handlers, HandlersOf } from '../../doors/handlers.ts'
import type { KeyRecovery } from './key-recovery.ts'
import type { RecoveryService } from './recovery-service.ts'

/** While the ledger is trusted there is nothing to recover. */
export function noRecovery(): HandlersOf<Contracts['recovery']> {
  const refused = () => Promise.resolve(refuse('not-resolvable', 'recovery'))
  return {
    cause: { watches: [], read: () => Promise.resolve(ok(null)) },
    status: { watches: [], read: () => Promise.resolve(ok(null)) },
    brief: { watches: [], read: () => Promise.resolve(ok({ isRecovering: false })) },
    key: { watches: [], read: () => Promise.resolve(ok(null)) },
    ...{ restore: refused, export: refused, retry: refused, unlock: refused, enrol: refused },
  }
}

/** Only recovery answers. Whoever watches anything else hears nothing until the host that serves it is back. */
export function recoveryHandlers(service: RecoveryService): Handlers {
  return recoveryAlone({
    ...inRecovery,
    cause: { watches: [], read: () => Promise.resolve(ok(service.cause)) },
    status: { watches: ['recovery', 'clock'], read: async () => ok(await service.status()) },
    restore: (arg) => service.restore(arg),
    export: (arg) => service.export(arg),
    retry: (arg) => service.retry(arg),
  })
}

/** The same while this machine's own key is gone. */
export function keyRecoveryHandlers(key: KeyRecovery): Handlers {
  return recoveryAlone({
    ...inRecovery,
    key: { watches: ['recovery'], read: () => Promise.resolve(ok(key.trouble)) },
    unlock: ({ code }) => key.unlock(code),
    enrol: ({ code }) => key.enrol(code),
    retry: () => Promise.resolve(key.retry()),
  })
}

const notHere = () => Promise.resolve(refuse('in-recovery'))

/** What either kind answers where it has nothing of its own to say. */
const inRecovery: HandlersOf<Contracts['recovery']> = {
  ...noRecovery(),
  brief: { watches: [], read: () => Promise.resolve(ok({ isRecovering: true })) },
  ...{ restore: notHere, export: notHere, retry: notHere, unlock: notHere, enrol: notHere },
}

function recoveryAlone(recovery: HandlersOf<Contracts['recovery']>): Handlers {
  const silent = Object.fromEntries(Object.entries(contracts).map(([area, operations]) => [area, silentArea(operations)]))
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
