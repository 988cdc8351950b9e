// What this machine remembers when the platform has revoked the credential it came with: another machine has its seat since, or
// an older copy of device.sealed was put in its place. The next start then asks a person, and asks before anything else.
import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { replacePrivate } from '../device-key/index.ts'
import type { Signals } from '../doors/signals.ts'
import type { Device } from './device-store.ts'

const FILE = 'device.revoked'

const markOf = ({ token }: Pick<Device, 'token'>): string => createHash('sha256').update(token).digest('hex')

/** Another credential put in its place is not the one that was revoked. */
export async function isRevoked(dataDir: string, device: Pick<Device, 'token'>): Promise<boolean> {
  try {
    return (await readFile(join(dataDir, FILE), 'utf8')) === markOf(device)
  } catch {
    // Nothing was noted, or it cannot be read: the platform says it once more.
    return false
  }
}

export const noteRevoked = (dataDir: string, device: Pick<Device, 'token'>): Promise<void> =>
  replacePrivate(join(dataDir, FILE), markOf(device))

/** The platform is asked anew. */
export const forgetRevoked = (dataDir: string): Promise<void> => rm(join(dataDir, FILE), { force: true })

interface Watched {
  readonly dataDir: string
  readonly device: Pick<Device, 'token'>
  readonly signals: Signals
  readonly link: { status(): Pick<LinkStatus, 'reason'> }
  readonly session: { readonly current: Pick<SignedIn, 'locked'> | null }
  readonly leave: () => void
  readonly failed: (error: unknown) => void
}

/** Ends this host for one that asks a person, as soon as nobody works here: what somebody is writing down goes first. */
export function watchRevocation({ dataDir, device, signals, link, session, leave, failed }: Watched): void {
  const unlisten = signals.listen((signal) => {
    if (signal !== 'link' && signal !== 'session') return
    if (link.status().reason !== 'device-revoked' || session.current?.locked === false) return
    unlisten()
    noteRevoked(dataDir, device).then(leave, failed)
  })
}
