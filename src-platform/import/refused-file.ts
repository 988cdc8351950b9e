// The list of refused rows, for a person with a spreadsheet: line, id, code, reason.
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { refuseIo } from './input-file.ts'

export interface RefusedFile {
  readonly path: string
  readonly counts: ReadonlyMap<string, number>
  readonly add: (from: { readonly line: number; readonly id: string }, why: Refusal) => Promise<void>
  /** Writes what is still held. */
  finish(): Promise<void>
}

const HOLD_ROWS = 500

/** The list beside the other output of an import, named after its input; refused with a code where it cannot be made. */
export async function openRefusedBeside(folder: string, input: string): Promise<Result<RefusedFile>> {
  const path = join(folder, `${basename(input)}.refused.csv`)
  try {
    await mkdir(folder, { recursive: true })
    return ok(await openRefusedFile(path))
  } catch (error) {
    return refuseIo(path, error)
  }
}

/** Makes the file anew, readable by its owner: ids of people's requests stand in it. */
export async function openRefusedFile(path: string): Promise<RefusedFile> {
  // The byte order mark tells spreadsheets that it is UTF-8.
  await writeFile(path, '\uFEFFline,id,code,reason\r\n', { mode: 0o600 })
  const counts = new Map<string, number>()
  let held: string[] = []
  const finish = async (): Promise<void> => {
    const lines = held
    held = []
    if (lines.length > 0) await appendFile(path, lines.join(''))
  }
  return {
    path,
    counts,
    finish,
    add: async ({ line, id }, why) => {
      counts.set(why.code, (counts.get(why.code) ?? 0) + 1)
      const text = errorCatalogue[why.code]
      const reason = [`${text.zh} / ${text.en}`, why.detail].filter((part) => part !== undefined).join(': ')
      held.push(`${[String(line), id, why.code, reason].map(safeCell).join(',')}\r\n`)
      if (held.length >= HOLD_ROWS) await finish()
    },
  }
}

/** A quoted cell that no spreadsheet takes for a formula, full-width signs included. */
export function safeCell(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
  const guarded = /^\s*[=+\-@＝＋－＠|]/u.test(plain) ? `'${plain}` : plain
  return `"${guarded.replaceAll('"', '""')}"`
}
