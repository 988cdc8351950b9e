// Where the platform is and who we are to it: named on the command line, or found in the data folder of this machine's hall.
import { access, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { refuseIo } from '../input-file.ts'

export interface HallAddress {
  readonly url: string
  readonly token: string
  /** PEM of the authority that has signed the platform's certificate; null: those this machine trusts. */
  readonly ca: Buffer | null
}

export interface AddressOptions {
  readonly platformUrl: string | undefined
  readonly platformCa?: string | undefined
  readonly tokenFile: string | undefined
  readonly dataDir: string | undefined
}

/** Written by a running platform into its own data folder, for programs of the same user. */
const ADDRESS_FILE = 'platform.json'
const TOKEN_FILE = 'admin-token'
const Address = z.object({ url: z.string(), localUrl: z.string().optional() })

/** Where a hall of this user keeps its data unless told otherwise; the same answer as the shells give. */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const named = env['HALL_DATA_DIR']
  if (named !== undefined && named !== '') return named
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'wanmi-hall')
  const shared = env['XDG_DATA_HOME']
  return join(shared !== undefined && isAbsolute(shared) ? shared : join(homedir(), '.local', 'share'), 'wanmi-hall')
}

/** Refused: `no-platform` (no hall runs there), `file-not-readable` or `unauthorised` (token), `bad-arguments` (URL). */
export async function findHall(options: AddressOptions): Promise<Result<HallAddress>> {
  const folder = await platformFolder(options.dataDir ?? defaultDataDir())
  const url = options.platformUrl === undefined ? await readAddress(join(folder, ADDRESS_FILE)) : ok(options.platformUrl)
  if (!url.ok) return url
  if (!/^https?:\/\/[^\s/]+\/?$/.test(url.value))
    return refuse('bad-arguments', `--platform-url: "${url.value}" (expected http://host:port)`)
  const token = await readToken(options.tokenFile ?? join(folder, TOKEN_FILE))
  if (!token.ok) return token
  const ca = await readAuthority(options.platformCa)
  return ca.ok ? ok({ url: url.value, token: token.value, ca: ca.value }) : ca
}

async function readAuthority(path: string | undefined): Promise<Result<Buffer | null>> {
  if (path === undefined) return ok(null)
  try {
    const pem = await readFile(path)
    return pem.includes('-----BEGIN CERTIFICATE-----') ? ok(pem) : refuse('bad-file', `${path}: no PEM certificate`)
  } catch (error) {
    return refuseIo(path, error)
  }
}

/** A hall keeps its platform's data in a folder of its own; a platform that runs alone is the folder itself. */
async function platformFolder(dataDir: string): Promise<string> {
  const inHall = join(dataDir, 'platform')
  try {
    await access(join(inHall, TOKEN_FILE))
    return inHall
  } catch {
    // Not there, or not ours to read: reading the files themselves says which.
    return dataDir
  }
}

async function readAddress(path: string): Promise<Result<string>> {
  try {
    const address = Address.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return address.success ? ok(address.data.localUrl ?? address.data.url) : refuse('bad-file', path)
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('bad-file', `${path}: ${error.message}`)
    return refuse('no-platform', `no hall is running on this data: ${path}`)
  }
}

async function readToken(path: string): Promise<Result<string>> {
  try {
    const token = (await readFile(path, 'utf8')).trim()
    return /^[\x21-\x7e]{16,512}$/.test(token) ? ok(token) : refuse('unauthorised', `${path} holds no token`)
  } catch (error) {
    return refuseIo(path, error)
  }
}
