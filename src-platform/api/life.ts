import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import type { LifeRequest, LifeStatus } from '#shared/platform-api/life.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** The life of the town as its switches see it. */
export interface LifeSwitch {
  readonly status: LifeStatus
  set(request: LifeRequest): Promise<LifeStatus>
}

/** Looks at and turns the life of the generated town; `not-found` where there is none, as in every hall in earnest. */
export function serveLife(api: Api, findLife: () => LifeSwitch | null): void {
  const withLife = async (use: (life: LifeSwitch) => Promise<LifeStatus>): Promise<Result<LifeStatus>> => {
    const life = findLife()
    return life === null ? refuse('not-found', 'life') : ok(await use(life))
  }
  serve(api, endpoints.life, () => withLife((life) => Promise.resolve(life.status)))
  serve(api, endpoints.setLife, ({ body }) => withLife((life) => life.set(body)))
}
