import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aDataFolder } from './a-folder.ts'

/** A JSON report as a runner of tests leaves it; the file's path. */
export function aReport(content: unknown): string {
  const file = join(aDataFolder(), 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
