// The ledger as features and the link see it; its shapes are the worker's own.
export type * from '#main/db-worker/ledger-api.ts'
