// What evaluation can ask, as features see it; its shapes are the worker's own.
export type * from '#main/db-worker/evaluation-api.ts'
