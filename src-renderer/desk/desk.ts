import { contracts } from '#shared/contracts/index.ts'
import type { CallsOf, Contracts, TopicsOf } from '#shared/contracts/index.ts'
import type { AreaContract } from '#shared/contracts/contract.ts'
import type { DeskLink } from './desk-link.ts'

/** The typed client of the host: `desk.call.cases.act({...})`, `desk.watch.cases.list({...}, rows => ...)`. */
export interface Desk {
  readonly call: CallsOf<Contracts>
  readonly watch: TopicsOf<Contracts>
}

/** Built from the contract's names, so a window can call what is agreed and nothing else. */
export function createDesk(link: DeskLink): Desk {
  const call: Record<string, Record<string, unknown>> = {}
  const watch: Record<string, Record<string, unknown>> = {}
  for (const [area, operations] of Object.entries(contracts) as [string, AreaContract][]) {
    const calls: Record<string, unknown> = (call[area] = {})
    const topics: Record<string, unknown> = (watch[area] = {})
    for (const [name, operation] of Object.entries(operations)) {
      const op = `${area}.${name}`
      if (operation.kind === 'topic') {
        const ignore = (): void => undefined
        topics[name] = (arg: unknown, onValue: (value: unknown) => void, onRefused?: () => void) =>
          link.watch(op, arg, onValue, onRefused ?? ignore)
      } else {
        calls[name] = (arg: unknown) => link.call(op, arg, operation.limitMs)
      }
    }
  }
  // The loop above builds exactly the members the two mapped types describe.
  return { call: call as unknown as CallsOf<Contracts>, watch: watch as unknown as TopicsOf<Contracts> }
}
