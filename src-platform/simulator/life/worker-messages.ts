import type { LifeRequest, LifeStatus } from '#shared/platform-api/life.ts'

export type ToLife = { readonly type: 'set'; readonly request: LifeRequest } | { readonly type: 'end' }

export type FromLife =
  | { readonly type: 'status'; readonly status: LifeStatus }
  | { readonly type: 'warn'; readonly what: string; readonly detail: string }
