export { storageHandlers } from './handlers.ts'
export { ledgerWithBallast } from './ledger-with-ballast.ts'
export { StorageKeeper } from './storage-keeper.ts'
