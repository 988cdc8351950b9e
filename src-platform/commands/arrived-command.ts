import { createHash } from 'node:crypto'
import { CaseAction } from '#shared/domain/case/terms.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { OnlineCommand, SeatCommand } from '#shared/platform-api/commands.ts'
import { findJsonFault } from '../json-fault.ts'

// The envelope decides to whom a command belongs; what is wrong inside it is its own lane's trouble and no other's.
const SeatEnvelope = SeatCommand.extend({ body: z.unknown() })
const OnlineEnvelope = OnlineCommand.extend({ body: z.unknown() })

export type Envelope = z.infer<typeof SeatEnvelope> | z.infer<typeof OnlineEnvelope>

/** A command as it came in: an envelope known to be well formed, and a body that may be anything. */
export interface ArrivedCommand {
  readonly envelope: Envelope
  /** The device that sent it; null for a person online. */
  readonly device: DeviceId | null
  readonly action: CaseAction | 'unknown'
  /** The body as JSON, null when PostgreSQL could not hold it. */
  readonly bodyJson: string | null
  /** SHA-256 of everything but `hash`, as it came in; tells a repeat from another command under the same id. */
  readonly hash: string
  /** What is wrong with it before any rule is asked: text that cannot be stored, a hash that is not its own. */
  readonly fault: Refusal | null
}

/** Reads one member of the request; `bad-request` names the member when not even the envelope can be read. */
export function readCommand(raw: unknown, device: DeviceId | null, index: number): Result<ArrivedCommand> {
  const parsed = (device === null ? OnlineEnvelope : SeatEnvelope).safeParse(raw)
  if (!parsed.success) return refuse('bad-request', `commands.${index}.${parsed.error.issues[0]?.path.join('.') ?? ''}`)
  const { body, ...rest } = parsed.data
  const envelopeFault = findJsonFault(rest)
  if (envelopeFault !== undefined) return refuse('bad-request', `commands.${index}.${envelopeFault}`)

  const bodyFault = findJsonFault(body)
  const claimed = 'hash' in rest ? rest.hash : null
  const common = { envelope: parsed.data, device, action: actionOf(body) }
  if (bodyFault !== undefined) {
    const hash = claimed ?? hashOf(rest)
    return ok({ ...common, bodyJson: null, hash, fault: { code: 'bad-request', detail: `body.${bodyFault}` } })
  }
  const hash = hashOf(raw)
  return ok({
    ...common,
    bodyJson: JSON.stringify(body),
    hash,
    fault: claimed === null || claimed === hash ? null : { code: 'bad-hash' },
  })
}

/** Over what was sent, not over what was understood: an older platform must not change the bytes a newer seat signed. */
function hashOf(raw: unknown): string {
  const members = typeof raw === 'object' && raw !== null ? Object.entries(raw).filter(([name]) => name !== 'hash') : []
  return createHash('sha256')
    .update(canonicalJson(Object.fromEntries(members)), 'utf8')
    .digest('hex')
}

function actionOf(body: unknown): CaseAction | 'unknown' {
  const named = typeof body === 'object' && body !== null && 'action' in body ? CaseAction.safeParse(body.action) : undefined
  return named?.success === true ? named.data : 'unknown'
}
