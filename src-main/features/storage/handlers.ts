import type { Contracts } from '#shared/contracts/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { StorageKeeper } from './storage-keeper.ts'

export function storageHandlers(keeper: StorageKeeper): HandlersOf<Contracts['storage']> {
  return { status: { watches: ['storage'], read: () => Promise.resolve(ok(keeper.status)) } }
}
