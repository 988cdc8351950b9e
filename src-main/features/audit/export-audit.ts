import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { AuditManifest } from '#shared/contracts/audit.contract.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { AuditLink } from '../../db/audit-api.ts'
import type { LedgerApi } from '../../db/ledger-api.ts'
import { noteExported } from './exported.ts'
import { keepExport } from './keep-export.ts'

/** More would make a reply of tens of megabytes: choose a shorter period. */
export const MOST_EXPORTED = 50_000
const CHUNK = 2_000

export interface ExportOrder {
  readonly from: number
  readonly to: number
  readonly exportedAt: number
  readonly exportedBy: PersonId
}

export interface Signer {
  readonly hall: string
  readonly seat: string
  readonly device: string
  /** Ed25519 private key, base64url of PKCS #8. */
  readonly privateKey: string
}

export interface ExportPlace {
  /** Folder of this machine that keeps a copy of every export. */
  readonly folder: string
  /** Of the hall, for the days in the name. */
  readonly zoneOffsetMinutes: number
}

export interface ExportedAudit {
  readonly name: string
  /** One entry a line: its members and the hash it was chained with. */
  readonly lines: string
  /** JSON of an {@link AuditManifest}. */
  readonly manifest: string
}

/**
 * A period of the trail as two files that prove themselves (see src-platform/verify-audit). It counts as exported once a copy of
 * them is on this machine's disk. Refuses 'not-found', 'too-large', 'disk-full' and 'storage-failed'.
 */
export async function exportAudit(
  ledger: LedgerApi,
  signer: Signer,
  order: ExportOrder,
  place: ExportPlace,
): Promise<Result<ExportedAudit>> {
  const span = await ledger.auditSpan(order.from, order.to)
  if (span === null) return refuse('not-found', 'audit')
  if (span.last - span.first >= MOST_EXPORTED) return refuse('too-large', String(span.last - span.first + 1))
  const links = await readAll(ledger, span.first, span.last)
  const [first, last] = [links[0], links.at(-1)]
  if (first === undefined || last === undefined) return refuse('not-found', 'audit')
  const lines = links.map(({ body, hash }) => `{"entry":${body},"hash":"${hash}"}\n`).join('')
  const unsigned: Omit<AuditManifest, 'signature'> = {
    format: 'wanmi-audit-1',
    hall: signer.hall,
    seat: signer.seat,
    device: signer.device,
    ...order,
    entries: links.length,
    first: { n: first.n, prev: first.prev },
    last: { n: last.n, hash: last.hash },
    sha256: createHash('sha256').update(lines, 'utf8').digest('hex'),
    publicKey: publicKeyOf(signer.privateKey),
  }
  const signature = sign(null, Buffer.from(canonicalJson(unsigned), 'utf8'), privateKeyOf(signer.privateKey)).toString(
    'base64url',
  )
  const exported = {
    name: `audit-${signer.seat}-${dayOf(order.from, place)}-${dayOf(order.to, place)}`,
    lines,
    manifest: `${JSON.stringify({ ...unsigned, signature }, null, 2)}\n`,
  }
  // Two exports of the same days need not hold the same entries.
  const keptName = `${exported.name}-${first.n}-${last.n}`
  const kept = await keepExport(place.folder, { [`${keptName}.ndjson`]: lines, [`${keptName}.manifest.json`]: exported.manifest })
  if (!kept.ok) return kept
  await noteExported(ledger, first.n, last.n)
  return ok(exported)
}

/** As a calendar of the hall has it, in figures. */
function dayOf(at: number, { zoneOffsetMinutes }: ExportPlace): string {
  return new Date(at + zoneOffsetMinutes * 60_000).toISOString().slice(0, 10).replaceAll('-', '')
}

export function publicKeyOf(privateKey: string): string {
  return createPublicKey(privateKeyOf(privateKey)).export({ format: 'der', type: 'spki' }).toString('base64url')
}

function privateKeyOf(privateKey: string): ReturnType<typeof createPrivateKey> {
  return createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), format: 'der', type: 'pkcs8' })
}

async function readAll(ledger: LedgerApi, first: number, last: number): Promise<AuditLink[]> {
  const all: AuditLink[] = []
  for (let from = first; from <= last; from = (all.at(-1)?.n ?? last) + 1) {
    const chunk = await ledger.auditLinks(from, last, CHUNK)
    if (chunk.length === 0) break
    all.push(...chunk)
  }
  return all
}
