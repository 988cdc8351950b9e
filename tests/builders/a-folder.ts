import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A data folder of its own for this test, gone when the test is over. */
export function aDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hall-db-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
