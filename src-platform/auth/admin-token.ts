import { join } from 'node:path'
import { readPrivateFile, writePrivateFile } from './private-file.ts'
import { hashToken, mintToken } from './tokens.ts'

/** Hash of the administrator's token in `<dataDir>/admin-token`; the file is made at the first start. */
export async function ensureAdminToken(dataDir: string): Promise<string> {
  const path = join(dataDir, 'admin-token')
  const present = (await readPrivateFile(path))?.trim()
  if (present !== undefined && /^admin_[A-Za-z0-9_-]{43}$/.test(present)) return hashToken(present)
  const { token, hash } = mintToken('admin')
  await writePrivateFile(path, `${token}\n`)
  return hash
}
