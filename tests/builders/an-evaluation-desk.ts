import type { AnyOperation } from '#shared/contracts/contract.ts'
import { evaluationContract } from '#shared/contracts/evaluation.contract.ts'
import type { BoardFilter, BoardScope } from '#shared/contracts/evaluation.contract.ts'
import { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { inProcessOpeners } from '#main/db-worker/in-process.ts'
import type { CallContext } from '#main/doors/handlers.ts'
import { Signals } from '#main/doors/signals.ts'
import { evaluationHandlers } from '#main/features/evaluation/index.ts'
import type { Hall } from '#main/features/hall/index.ts'
import { Reference } from '#main/features/reference/index.ts'
import { TestPlatform } from './a-platform.ts'
import { TestSeat } from './a-seat.ts'
import { DAY, MONDAY_NINE } from './case-story.ts'

const anyPlace = { street: null, community: null, grid: null }
export const everything: BoardFilter = { classes: null, sources: null, department: null, ...anyPlace }
export const wholeHall: BoardScope = { subject: 'department', id: null }
export const november = { kind: 'month', start: '2026-11-22' } as const
const nobody: CallContext = { caller: 'seat', pane: null, isNewest: true, session: null }

type Op = keyof typeof evaluationContract

/** The evaluation of one seat over a platform of the test's own, asked as a door asks it. */
export class EvaluationDesk {
  readonly seat = new TestSeat()
  readonly platform = new TestPlatform()
  readonly signals = new Signals()
  now = MONDAY_NINE + DAY
  asked = 0
  /** 截至 of the link, and what it is once anything has been read, where something arrives meanwhile. */
  freshAt = 7
  freshAtOnceRead: number | undefined

  async ask<Name extends Op>(name: Name, arg: unknown): Promise<z.output<(typeof evaluationContract)[Name]['out']>> {
    // The answer has passed the schema of its operation.
    return unwrap(await this.attempt(name, arg)) as z.output<(typeof evaluationContract)[Name]['out']>
  }

  /** As the door does it: the argument through its schema, and the answer too. */
  async attempt(name: Op, arg: unknown): Promise<Result<unknown>> {
    const operation: AnyOperation = evaluationContract[name]
    const handler: unknown = (await this.#handlers())[name]
    const read = (typeof handler === 'function' ? handler : Reflect.get(Object(handler), 'read')) as (
      arg: unknown,
      who: CallContext,
    ) => Promise<Result<unknown>>
    const reply = await read(operation.in.parse(arg), nobody)
    return reply.ok ? { ok: true, value: operation.out.parse(reply.value) } : reply
  }

  #made: ReturnType<typeof evaluationHandlers> | undefined
  async #handlers(): Promise<ReturnType<typeof evaluationHandlers>> {
    if (this.#made !== undefined) return this.#made
    const options = { dataDir: this.seat.dataDir, seat: SeatId.parse('1'), lastS: 0 }
    const reader = unwrap(await inProcessOpeners(options as never).reader())
    const cache = {
      ...this.#arriving(reader),
      evaluationCounts: (...args: Parameters<typeof reader.evaluationCounts>) => {
        this.asked += 1
        return reader.evaluationCounts(...args)
      },
    }
    // The part of a hall that figures are made from.
    const hall = {
      db: { cache },
      time: { shown: () => this.now },
      link: { status: () => ({ freshAt: this.freshAt }) },
      signals: this.signals,
    } as unknown as Hall
    this.#made = evaluationHandlers(hall, new Reference(cache, this.signals))
    return this.#made
  }

  #arriving<Reader extends object>(reader: Reader): Reader {
    return new Proxy(reader, {
      get: (api, name) => (...args: unknown[]) => {
        const rows: unknown = (Reflect.get(api, name) as (...args: unknown[]) => unknown)(...args)
        this.freshAt = this.freshAtOnceRead ?? this.freshAt
        return rows
      },
    })
  }
}
