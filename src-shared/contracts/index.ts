import { attachmentsContract } from './attachments.contract.ts'
import { auditContract } from './audit.contract.ts'
import { casesContract } from './cases.contract.ts'
import type { AnyOperation, Operation } from './contract.ts'
import { devicesContract } from './devices.contract.ts'
import { evaluationContract } from './evaluation.contract.ts'
import { fieldContract } from './field.contract.ts'
import { intakeContract } from './intake.contract.ts'
import { lanContract } from './lan.contract.ts'
import { linkContract, outboxContract } from './link.contract.ts'
import { mapContract } from './map.contract.ts'
import { cacheContract } from './rebuild.contract.ts'
import { recoveryContract } from './recovery.contract.ts'
import { sessionContract } from './session.contract.ts'
import { storageContract } from './storage.contract.ts'
import { wallContract } from './wall.contract.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'

/** The whole agreement between windows and host, by area. */
export const contracts = {
  session: sessionContract,
  cases: casesContract,
  intake: intakeContract,
  link: linkContract,
  outbox: outboxContract,
  map: mapContract,
  wall: wallContract,
  evaluation: evaluationContract,
  field: fieldContract,
  attachments: attachmentsContract,
  cache: cacheContract,
  audit: auditContract,
  devices: devicesContract,
  lan: lanContract,
  recovery: recoveryContract,
  storage: storageContract,
} as const

export type Contracts = typeof contracts
export type AreaName = keyof Contracts

type Of<Area, Kind extends string> = {
  [Name in keyof Area as Area[Name] extends { kind: Kind } ? Name : never]: Area[Name]
}
type Input<Op> = Op extends { in: infer Schema extends z.ZodType } ? z.input<Schema> : never
type Output<Op> = Op extends { out: infer Schema extends z.ZodType } ? z.output<Schema> : never

/** What a window can call: `calls.cases.search({...})`. */
export type CallsOf<C extends Record<string, Record<string, AnyOperation>>> = {
  readonly [Area in keyof C]: {
    readonly [Name in keyof (Of<C[Area], 'query'> & Of<C[Area], 'command'>)]: (
      arg: Input<C[Area][Name & keyof C[Area]]>,
    ) => Promise<Result<Output<C[Area][Name & keyof C[Area]]>>>
  }
}

/**
 * What a window can watch: `topics.cases.list({...}, onSnapshot)`; the returned function ends it. `onRefused` says that the
 * newest read was refused: what is shown is old until the next snapshot, if one comes.
 */
export type TopicsOf<C extends Record<string, Record<string, AnyOperation>>> = {
  readonly [Area in keyof C]: {
    readonly [Name in keyof Of<C[Area], 'topic'>]: (
      arg: Input<C[Area][Name & keyof C[Area]]>,
      onValue: (value: Output<C[Area][Name & keyof C[Area]]>) => void,
      onRefused?: (refusal: { code: string; detail?: string }) => void,
    ) => () => void
  }
}

/** Argument (already checked) and reply of an operation, for the host's handlers. */
export type ArgOf<Op> = Op extends Operation<'query' | 'command' | 'topic', infer In, z.ZodType> ? z.output<In> : never
export type ReplyOf<Op> = Op extends Operation<'query' | 'command' | 'topic', z.ZodType, infer Out> ? z.input<Out> : never
