import { inject } from 'vue'
import type { App, InjectionKey } from 'vue'
import type { Desk } from './desk.ts'

const key: InjectionKey<Desk> = Symbol('desk')

export function provideDesk(app: App, desk: Desk): void {
  app.provide(key, desk)
}

/** The window's client of the host. */
export function useDesk(): Desk {
  const desk = inject(key)
  if (desk === undefined) throw new Error('useDesk: no desk was provided')
  return desk
}
