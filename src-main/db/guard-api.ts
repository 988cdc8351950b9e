// The ledger's guard as features see it; its shapes are the worker's own.
export type * from '#main/db-worker/ledger-guard/guard-api.ts'
