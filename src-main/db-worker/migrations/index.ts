import { migration as commands } from './0010-commands.ts'
import { migration as audit } from './0020-audit.ts'
import { migration as numbers } from './0030-numbers.ts'
import { migration as drafts } from './0040-drafts.ts'
import { migration as signIns } from './0050-sign-ins.ts'
import { migration as meta } from './0060-meta.ts'
import { migration as grounds } from './0070-grounds.ts'
import { migration as attachments } from './0080-attachments.ts'
import { migration as guard } from './0090-guard.ts'
import { migration as marks } from './0100-marks.ts'
import { migration as neighbours } from './0110-neighbours.ts'
import { migration as moreMarks } from './0120-more-marks.ts'
import { migration as countedFiles } from './0130-counted-files.ts'
import type { Migration } from './migration.ts'

/** Every step of ledger.db in order. */
export const ledgerMigrations: readonly Migration[] = [
  commands,
  audit,
  numbers,
  drafts,
  signIns,
  meta,
  grounds,
  attachments,
  guard,
  marks,
  neighbours,
  moreMarks,
  countedFiles,
]
