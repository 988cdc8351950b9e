// Descriptions and addresses lie readable in the data folder and rely on the disk's encryption (ADR 008): is there any?
import { execFile } from 'node:child_process'
import { readFile, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface DiskEncryption {
  /** `unknown` is no yes: what could not be found out stays so. */
  readonly encrypted: 'yes' | 'no' | 'unknown'
  /** What was seen: dm-crypt, FileVault, BitLocker, or why it is not known. */
  readonly how: string
}

/** What is read of the system; others in tests. */
export interface DiskPorts {
  readonly platform: NodeJS.Platform
  readonly readText: (path: string) => Promise<string>
  readonly list: (path: string) => Promise<readonly string[]>
  readonly resolve: (path: string) => Promise<string>
  /** Numbers of the device a path lies on, major:minor. */
  readonly deviceOf: (path: string) => Promise<string>
  readonly run: (program: string, args: readonly string[]) => Promise<string>
}

const RUN_MS = 5_000
const MOST_LAYERS = 8

export async function findDiskEncryption(folder: string, ports: DiskPorts = systemPorts): Promise<DiskEncryption> {
  try {
    if (ports.platform === 'linux') return await onLinux(folder, ports)
    if (ports.platform === 'darwin') return await onMac(ports)
    if (ports.platform === 'win32') return await onWindows(folder, ports)
    return unknown(ports.platform)
  } catch (error) {
    return unknown(error instanceof Error ? error.message.split('\n', 1).join('') : String(error))
  }
}

const unknown = (how: string): DiskEncryption => ({ encrypted: 'unknown', how })

/** A block device is encrypted when it, or anything it stands on, is a dm-crypt mapping: its uuid begins with CRYPT-. */
async function onLinux(folder: string, ports: DiskPorts): Promise<DiskEncryption> {
  const mount = mountOf(await ports.resolve(folder), await ports.readText('/proc/mounts'))
  if (mount === null) return unknown('no mount')
  if (mount.type === 'ecryptfs' || mount.type === 'fuse.gocryptfs' || mount.type === 'fuse.cryfs')
    return { encrypted: 'yes', how: mount.type }
  if (mount.type === 'tmpfs' || mount.type === 'ramfs') return { encrypted: 'no', how: mount.type }
  // btrfs and overlays name no device of their own; network file systems have none.
  const device = mount.device.startsWith('/dev/')
    ? await ports.deviceOf(await ports.resolve(mount.device))
    : await ports.deviceOf(folder)
  if (device.startsWith('0:')) return unknown(`${mount.type} on ${mount.device}`)
  const layers = await layersUnder(`/sys/dev/block/${device}`, ports)
  if (layers === null) return unknown(`no word of ${device} in /sys`)
  const crypt = layers.find((uuid) => uuid.startsWith('CRYPT-'))
  return crypt === undefined
    ? { encrypted: 'no', how: `${mount.type} on ${mount.device}` }
    : { encrypted: 'yes', how: `dm-crypt ${crypt.split('-')[1] ?? ''}` }
}

interface Mount {
  readonly device: string
  readonly type: string
}

/** The mount a path lies on: the longest mount point that is its beginning; of two on one point the later. */
function mountOf(path: string, mounts: string): Mount | null {
  let best: (Mount & { readonly at: string }) | null = null
  for (const line of mounts.split('\n')) {
    const [device, point, type] = line.split(' ')
    if (device === undefined || point === undefined || type === undefined) continue
    const at = point.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    const isUnder = path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`)
    if (isUnder && at.length >= (best?.at.length ?? 0)) best = { device, type, at }
  }
  return best
}

/** Mapping names of a device and of all it stands on; null when the system tells nothing of it. */
async function layersUnder(entry: string, ports: DiskPorts, depth = 0): Promise<string[] | null> {
  const names = await ports.list(entry).catch(() => null)
  if (names === null) return null
  const uuid = names.includes('dm') ? (await ports.readText(join(entry, 'dm/uuid'))).trim() : ''
  const below = names.includes('slaves') && depth < MOST_LAYERS ? await ports.list(join(entry, 'slaves')) : []
  const deeper = await Promise.all(below.map((name) => layersUnder(join('/sys/class/block', name), ports, depth + 1)))
  return [uuid, ...deeper.flatMap((layer) => layer ?? [])]
}

async function onMac({ run }: DiskPorts): Promise<DiskEncryption> {
  const said = (await run('/usr/bin/fdesetup', ['status'])).trim()
  if (said.startsWith('FileVault is On')) return { encrypted: 'yes', how: 'FileVault' }
  return said.startsWith('FileVault is Off') ? { encrypted: 'no', how: 'FileVault' } : unknown(said)
}

/** The words of manage-bde are translated; the protection status of the WMI class is a number. */
async function onWindows(folder: string, { run }: DiskPorts): Promise<DiskEncryption> {
  const drive = /^[A-Za-z]:/.exec(folder)?.[0]
  if (drive === undefined) return unknown('no drive letter')
  const question = `(Get-CimInstance -Namespace root/cimv2/Security/MicrosoftVolumeEncryption -ClassName Win32_EncryptableVolume -Filter "DriveLetter='${drive}'").ProtectionStatus`
  const said = (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', question])).trim()
  if (said === '1') return { encrypted: 'yes', how: 'BitLocker' }
  return said === '0' ? { encrypted: 'no', how: 'BitLocker' } : unknown(said === '' ? 'no answer' : said)
}

const systemPorts: DiskPorts = {
  platform: process.platform,
  readText: (path) => readFile(path, 'utf8'),
  list: (path) => readdir(path),
  resolve: (path) => realpath(path),
  deviceOf: async (path) => {
    const { rdev, dev } = await stat(path)
    const number = rdev === 0 ? dev : rdev
    // Linux packs 12 bits of major and 20 of minor this way.
    return `${String((number >> 8) & 0xfff)}:${String((number & 0xff) | ((number >> 12) & 0xfff00))}`
  },
  run: async (program, args) => (await promisify(execFile)(program, [...args], { timeout: RUN_MS, windowsHide: true })).stdout,
}
