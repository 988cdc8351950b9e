import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { isSystemError } from './system-error.ts'

/** The PEM text of a certificate authority; 'file-not-readable' or 'bad-file' when it is none. */
export function readAuthority(file: string | null): Result<string | null> {
  if (file === null) return ok(null)
  try {
    const text = readFileSync(file, 'utf8')
    return isAuthority(text) ? ok(text) : refuse('bad-file', file)
  } catch (error) {
    if (isSystemError(error)) return refuse('file-not-readable', file)
    throw error
  }
}

function isAuthority(text: string): boolean {
  try {
    return new X509Certificate(text).ca
  } catch (error) {
    // OpenSSL's own errors: whatever it is, it is no certificate.
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
