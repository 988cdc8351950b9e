import type { Contracts } from '#shared/contracts/index.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import { sessionOf } from '../cases/index.ts'

export interface RecoveryCodePorts {
  /** Is it that person's PIN? Wrong ones are counted. */
  readonly prove: (person: PersonId, secret: string) => Promise<Result<unknown>>
  /** A code was made here and said to be noted. */
  readonly isNoted: () => Promise<boolean>
  /** Seals this machine's key under a new code and answers the code; the former one stays good. */
  readonly make: () => Promise<string>
  /** Is it the code that was made last? */
  readonly provesNew: (code: string) => Promise<Result<null>>
  /** From now on the code that was made last is the one. */
  readonly takeNew: () => Promise<void>
}

type Audit = HandlersOf<Contracts['audit']>

/**
 * Each step stands in the trail before it is taken: where the ledger takes no entry nothing happens, and whatever breaks in
 * between leaves a code good that somebody holds.
 */
export function recoveryCodeHandlers(
  code: RecoveryCodePorts,
  record: (who: SignedIn, what: string, result: Result<unknown>) => Promise<void>,
): Pick<Audit, 'makeRecoveryCode' | 'confirmRecoveryCode'> {
  /** What one window confirms no other replaces meanwhile. */
  const steps = new OneAtATime()
  return {
    makeRecoveryCode: ({ secret }, context) =>
      steps.run(async () => {
        const who = sessionOf(context)
        const proved = await code.prove(who.person, secret)
        await record(who, 'keys.recovery-code', proved)
        return proved.ok ? ok({ code: await code.make() }) : proved
      }),
    confirmRecoveryCode: ({ code: noted }, context) =>
      steps.run(async () => {
        const who = sessionOf(context)
        const proved = await code.provesNew(noted)
        await record(who, 'keys.recovery-code-noted', proved)
        if (proved.ok) await code.takeNew()
        return proved
      }),
  }
}
