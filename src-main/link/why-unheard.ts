// Why the platform could not be reached, or who answered in its place, as the operator and the administrator must know it.
import { isAxiosError } from 'axios'
import type { AxiosResponse } from 'axios'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'

/** Node's and OpenSSL's words for what went wrong, by what a person has to do about it. */
const codesByWord: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'link-refused',
  ENETUNREACH: 'link-no-network',
  EHOSTUNREACH: 'link-no-network',
  ENETDOWN: 'link-no-network',
  ECONNABORTED: 'link-silent',
  ETIMEDOUT: 'link-silent',
  ENOTFOUND: 'link-name-unknown',
  EAI_AGAIN: 'link-name-unknown',
  CERT_HAS_EXPIRED: 'link-certificate-expired',
  CERT_NOT_YET_VALID: 'link-certificate-early',
  ERR_TLS_CERT_ALTNAME_INVALID: 'link-certificate-other-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'link-certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'link-certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'link-certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'link-certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'link-certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'link-certificate-untrusted',
  CERT_UNTRUSTED: 'link-certificate-untrusted',
  EPROTO: 'link-not-secure',
}

/** What a failed request means; 'offline' when nothing more is known. */
export function whyUnheard(error: unknown): { readonly code: ErrorCode; readonly detail: string } {
  const word = isAxiosError(error) ? (error.code ?? 'network') : 'network'
  // Old or no encryption at the other end: OpenSSL has many words for it.
  const code = codesByWord[word] ?? (word.startsWith('ERR_SSL_') ? 'link-not-secure' : 'offline')
  return { code, detail: word }
}

/** A page for people instead of the platform's reply: a network that wants a sign-in, or some other server. */
export function isLoginPage({ status, headers }: AxiosResponse<unknown>): boolean {
  const isPage = String(headers['content-type'] ?? '').startsWith('text/html')
  return (status >= 300 && status < 400) || status === 511 || (isPage && status < 400)
}

/** Failures that pass without anybody doing anything. */
export const passingCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'offline',
  'platform-busy',
  'link-refused',
  'link-no-network',
  'link-silent',
  'link-name-unknown',
])
