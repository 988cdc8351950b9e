import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { hasServed } from '../device-key/index.ts'
import type { HallPaths } from './data-dir.ts'
import { readPrivateFile } from './private-file.ts'
import { isSystemError } from './system-error.ts'

const Codes = z.record(z.string(), z.string())

/** Whether the host has won its credential; from then on it starts without a platform too. */
export function isEnrolled(paths: HallPaths): boolean {
  return existsSync(join(paths.seat, 'device.sealed'))
}

/** It has been enrolled at some time, whatever of it was lost since: nothing is made anew by itself then. */
export function wasEnrolled(paths: HallPaths): boolean {
  return isEnrolled(paths) || hasServed(paths.seat)
}

/** The one-time code of this seat, from the file named at the start or else from the embedded platform's; null for none. */
export function readEnrolCode(paths: HallPaths, seat: SeatId, enrolFile: string | null): Result<string | null> {
  const file = enrolFile ?? join(paths.platform, 'enrolment.json')
  try {
    const text = readPrivateFile(file)?.toString('utf8').trim()
    if (text === undefined) return enrolFile === null ? ok(null) : refuse('file-not-readable', file)
    // A bare code, as an administrator may have written it down, or codes by seat.
    return text.startsWith('{') ? ok(Codes.parse(JSON.parse(text))[seat] ?? null) : ok(text)
  } catch (error) {
    if (isSystemError(error)) return refuse('file-not-readable', file)
    if (error instanceof SyntaxError || error instanceof z.ZodError) return refuse('bad-file', file)
    throw error
  }
}
