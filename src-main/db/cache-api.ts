// The cache as features and the link see it; its shapes are the worker's own.
export type * from '#main/db-worker/cache-api.ts'
