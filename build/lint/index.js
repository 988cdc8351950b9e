import { electronParity } from './electron-parity.js'
import { functionLines } from './function-lines.js'
import { importArrows } from './import-arrows.js'
import { noSilentCatch } from './no-silent-catch.js'
import { packageOwners } from './package-owners.js'
import { suppressionReason } from './suppression-reason.js'

/** The rules of this house that no package has; each has good and bad samples in tests/lint. */
export const hall = {
  meta: { name: 'hall' },
  rules: {
    'electron-parity': electronParity,
    'function-lines': functionLines,
    'import-arrows': importArrows,
    'no-silent-catch': noSilentCatch,
    'package-owners': packageOwners,
    'suppression-reason': suppressionReason,
  },
}
