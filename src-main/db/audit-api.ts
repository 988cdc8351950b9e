// The audit trail as features see it; its shapes are the worker's own.
export type * from '#main/db-worker/audit-api.ts'
