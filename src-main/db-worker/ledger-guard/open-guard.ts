import { RefusalError, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { lockInstance } from '../instance-lock.ts'
import { storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { keepBallast, releaseBallast } from './ballast.ts'
import { exportFiles } from './export-files.ts'
import { findKey } from './find-key.ts'
import type { FoundKey } from './find-key.ts'
import type { GuardApi, GuardOptions } from './guard-api.ts'
import { forgive } from './forgiven.ts'
import { guardPaths } from './guard-paths.ts'
import type { GuardPaths } from './guard-paths.ts'
import { inspect } from './inspect.ts'
import { rebuildLedger } from './rebuild.ts'
import { finishSwap } from './swap-in.ts'
import { writeSuspicion } from './suspicion.ts'
import { takeBackup } from './take-backup.ts'
import { keepTries, readTries } from './tries.ts'
import { readWitness } from './witness.ts'

/** Opens nothing but, for a recovery, the lock of the folder; refuses 'already-running'. */
export function openGuard({ dataDir, seat, lock }: GuardOptions): Result<SyncApi<GuardApi>> {
  const paths = guardPaths(dataDir)
  const locked = lock ? lockInstance(dataDir) : ok(() => undefined)
  if (!locked.ok) return locked
  return ok({
    backup: (now) =>
      storing(() => {
        const found = keyOf(paths)
        return takeBackup(paths, found.key, found, now)
      }),
    space: () => keepBallast(paths.ballast),
    release: () => releaseBallast(paths.ballast),
    suspect: (code, detail) => writeSuspicion(paths, keyOf(paths).seal, { code, detail }),
    forgive: (by) =>
      storing(() => {
        const found = findKey(paths)
        if (found !== null) forgive(paths, found, by)
        return null
      }),
    tries: () => readTries(paths),
    keepTries: (tries) =>
      storing(() => {
        keepTries(paths, tries)
      }),
    inspect: () => inspect(paths),
    rebuild: (ask) =>
      storing(() => {
        // The ballast's room may be just what the copy needs.
        releaseBallast(paths.ballast)
        // What has been declared is the ledger: a new beginning would erase it, and the file it was made of has moved.
        const declared = finishSwap(paths)
        if (declared !== null) return declared
        const found = keyOf(paths)
        const testimony = readWitness(paths.witness, found.seal, found.keyName)
        return rebuildLedger(paths, found.key, found, { ...ask, seat, mark: testimony.word === 'mark' ? testimony.mark : null })
      }),
    exportFiles: (now) => storing(() => exportFiles(paths, now)),
    close: locked.value,
  })
}

function keyOf(paths: GuardPaths): FoundKey {
  const found = findKey(paths)
  if (found === null) throw new RefusalError({ code: 'ledger-key-missing' })
  return found
}
