// The codes that were made for a layer's things, kept from one import to the next: the platform has the codes, not the keys.
import { rename, stat, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { refuseIo } from '../input-file.ts'
import { readJson } from '../text-encoding.ts'
import type { KnownCodes } from './made-codes.ts'

const MAX_MIB = 256
const Pairs = z.array(z.tuple([z.string().min(1), z.string().regex(/^\d{16}$/)]))

/** Named after the profile: the next export of the same layer may have another name. */
export const codeListPath = (folder: string, profile: string): string =>
  join(folder, `${basename(profile, extname(profile))}.codes.json`)

/** Empty where there is no list yet; one that cannot be read is refused, for without it codes would move. */
export async function readCodeList(path: string): Promise<Result<KnownCodes>> {
  try {
    await stat(path)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? ok(new Map()) : refuseIo(path, error)
  }
  const json = await readJson(path, MAX_MIB, 'bad-file')
  if (!json.ok) return json
  const pairs = Pairs.safeParse(json.value)
  if (!pairs.success) return refuse('bad-file', `${path}: not a list of [key, code]; take back the one of the last import`)
  const known = new Map(pairs.data.map(([key, code]) => [code, key]))
  return known.size === pairs.data.length ? ok(known) : refuse('bad-file', `${path}: it has a code twice`)
}

/** The known codes and the new ones, one pair a line; the list of before stays until the new one is whole. */
export async function writeCodeList(path: string, known: KnownCodes, made: ReadonlyMap<string, string>): Promise<Result<null>> {
  const all = new Map([...known, ...[...made].map(([key, code]): [string, string] => [code, key])])
  const lines = [...all].map(([code, key]) => JSON.stringify([key, code]))
  try {
    await writeFile(`${path}.new`, `[\n${lines.join(',\n')}\n]\n`, { mode: 0o600, flush: true })
    await rename(`${path}.new`, path)
    return ok(null)
  } catch (error) {
    return refuseIo(path, error)
  }
}
