// Does an exported audit trail prove itself? Needs nothing but the two files.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { AuditManifest } from '#shared/contracts/audit.contract.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'

export type Verdict = { readonly ok: true; readonly words: string } | { readonly ok: false; readonly words: string }

const wrong = (words: string): Verdict => ({ ok: false, words })
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * Checks signature, file hash and chain. `publicKey`: the one that must have signed, as the platform lists it with the device;
 * left out, the file proves only that whoever has the key in it wrote it.
 */
export function verifyAudit(lines: string, manifestText: string, publicKey: string | null): Verdict {
  const manifest = readManifest(manifestText)
  if (manifest === null) return wrong('the manifest cannot be read')
  const { signature, ...signed } = manifest
  if (publicKey !== null && publicKey !== manifest.publicKey) return wrong('signed with another key than the one given')
  if (!isSigned(canonicalJson(signed), signature, manifest.publicKey)) return wrong('the signature does not fit the manifest')
  if (sha256(lines) !== manifest.sha256) return wrong('the file is not the one that was signed')
  const broken = firstBroken(lines, manifest)
  if (broken !== null) return wrong(`the chain breaks at ${broken}`)
  const { seat, entries, first, last } = manifest
  const by =
    publicKey === null ? `key ${sha256(manifest.publicKey).slice(0, 16)} (compare it with the platform's list)` : 'the key given'
  return {
    ok: true,
    words: `whole: seat ${seat}, ${String(entries)} entries ${String(first.n)}-${String(last.n)}, signed with ${by}`,
  }
}

function readManifest(text: string): AuditManifest | null {
  try {
    const read = AuditManifest.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isSigned(text: string, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))
  } catch (error) {
    // Bytes that are no key have signed nothing.
    if (error instanceof Error) return false
    throw error
  }
}

/** Each entry hashes to what stands beside it and names the hash before; numbers only leave out what a recovery lost. */
function firstBroken(lines: string, { first, last, entries }: AuditManifest): string | null {
  let prev = first.prev
  let n = first.n - 1
  let count = 0
  for (const line of lines.split('\n').slice(0, -1)) {
    const { entry, hash } = readLine(line)
    if (entry === null || entry.n <= n || (entry.prev !== prev && entry.n === n + 1)) return `line ${String(count + 1)}`
    if (sha256(JSON.stringify(canonicalJson(entry))) !== hash) return `entry ${String(entry.n)}`
    ;[prev, n, count] = [hash, entry.n, count + 1]
  }
  return count === entries && n === last.n && prev === last.hash ? null : 'its end'
}

interface Line {
  readonly entry: { readonly n: number; readonly prev: string } | null
  readonly hash: string
}

function readLine(line: string): Line {
  try {
    const { entry, hash } = JSON.parse(line) as Line
    return typeof entry?.n === 'number' && typeof entry.prev === 'string' ? { entry, hash } : { entry: null, hash: '' }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return { entry: null, hash: '' }
    throw error
  }
}
