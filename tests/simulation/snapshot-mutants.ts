// Safeguards of the file that a new cache is filled from, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const fetching = 'src-main/link/snapshot-fetch.ts'
const file = 'src-main/link/snapshot-file.ts'
const shadow = 'src-main/db-worker/cache/open-shadow.ts'
const rebuild = 'src-main/link/cache-rebuild.ts'

export const snapshotMutants: readonly Mutant[] = [
  mutant(
    'snapshot-hash-not-checked',
    'the file is what its hashes say',
    file,
    "if (packed.digest('hex') !== sha256 || raw.digest('hex') !== rawSha256)",
    "if (packed.digest('hex') === raw.digest('hex'))",
  ),
  mutant(
    'snapshot-cursor-not-checked',
    'the file stands where it was said to stand',
    shadow,
    "if (stands?.epoch !== cursor.epoch || stands.seq !== cursor.seq) return 'cursor'",
    '',
  ),
  mutant(
    'snapshot-of-another-life',
    'a file of another life of the store is not taken',
    fetching,
    'if (info === null || info.epoch !== epoch) return null',
    'if (info === null) return null',
  ),
  mutant(
    'more-than-promised',
    'no more is taken than was promised',
    file,
    "if (bytes + chunk.length > most) throw new WrongBytes('more than promised') if (bytes === 0",
    'if (bytes === 0',
  ),
  mutant(
    'a-page-taken-for-a-file',
    'what somebody on the way says is not kept as the first bytes of the file',
    file,
    "if (bytes === 0 && !beginsLikeFrame(chunk)) throw new WrongBytes('not compressed')",
    '',
  ),
  mutant(
    'taken-over-twice',
    'a file is taken over once, whoever asks for it',
    rebuild,
    'running.adopting ??= this.#takeOver',
    'running.adopting = this.#takeOver',
  ),
]
