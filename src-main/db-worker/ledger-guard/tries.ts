// Wrong PINs on the recovery page, kept beside a ledger that cannot be asked: ending the host is no way to more tries.
import { z } from '#shared/kernel/zod.ts'
import { writeWithBallast } from './ballast.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readIfThere, removeFile, replaceFile } from './safe-files.ts'

const Tries = z.object({
  /** Wrong ones since the last right one. */
  failures: z.int().min(0),
  /** They were too many. How long ago is not kept: no clock of this machine is asked. */
  isLocked: z.boolean(),
})
export type Tries = z.infer<typeof Tries>

/** What cannot be read was written after a wrong try, and counts as the most. */
export function readTries({ tries }: GuardPaths): Tries {
  const bytes = readIfThere(tries)
  if (bytes === null) return { failures: 0, isLocked: false }
  try {
    return Tries.parse(JSON.parse(bytes.toString('utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return { failures: 0, isLocked: true }
    throw error
  }
}

/** On disk when it returns; on a full one the kept room makes way. Throws the disk's error where that is spent. */
export function keepTries(paths: GuardPaths, tries: Tries): void {
  if (tries.failures === 0 && !tries.isLocked) {
    removeFile(paths.tries)
    return
  }
  writeWithBallast(paths.ballast, () => {
    replaceFile(paths.tries, Buffer.from(JSON.stringify(tries)))
  })
}
