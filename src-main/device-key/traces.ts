// Whether a seat's folder has served before. What was lost from it is then asked for and never made anew by itself.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Made after the first enrolment and never before it. */
const TRACES = ['ledger.db', 'ledger.witness', 'backups', 'quarantine']

export function hasServed(seatDir: string): boolean {
  return TRACES.some((name) => existsSync(join(seatDir, name)))
}
