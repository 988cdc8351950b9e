import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findChromium } from '#main/shell-common/find-chromium.ts'

/** A program for HALL_CHROMIUM that is the system's browser without a screen, so that a shell opens its windows anywhere. */
export async function headlessBrowser(folder: string): Promise<string> {
  const program = findChromium()
  if (program === undefined) throw new Error('no Chromium: run node build/ensure-chromium.ts')
  const script = join(folder, 'headless-browser')
  await writeFile(script, `#!/bin/sh\nexec '${program}' --headless=new --disable-gpu "$@"\n`)
  await chmod(script, 0o755)
  return script
}
