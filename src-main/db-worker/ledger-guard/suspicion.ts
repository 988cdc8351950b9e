// A ledger that was found wrong while it was in use says so to the next start, which then asks a person instead of opening it.
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Seal } from '../ledger/seal.ts'
import { writeWithBallast } from './ballast.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readIfThere, replaceFile } from './safe-files.ts'

const Suspicion = z.object({ code: z.string().refine(isErrorCode), detail: z.string(), mac: z.string() })

export interface FoundWrong {
  readonly code: ErrorCode
  readonly detail: string
}

/** On disk when it returns; on a full one the kept room makes way. */
export function writeSuspicion({ suspect, ballast }: GuardPaths, seal: Seal, { code, detail }: FoundWrong): void {
  writeWithBallast(ballast, () => {
    replaceFile(suspect, Buffer.from(JSON.stringify({ code, detail, mac: seal(['suspect', code, detail]) })))
  })
}

/** Null when there is none, or somebody else has written it: it could keep a sound seat closed. */
export function readSuspicion(file: string, seal: Seal): FoundWrong | null {
  const bytes = readIfThere(file)
  if (bytes === null) return null
  try {
    const parsed = Suspicion.safeParse(JSON.parse(bytes.toString('utf8')))
    if (!parsed.success) return null
    const { code, detail, mac } = parsed.data
    return mac === seal(['suspect', code, detail]) ? { code, detail } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
