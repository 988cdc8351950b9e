import { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { readAuthority } from './authority-file.ts'
import type { HallPaths } from './data-dir.ts'
import type { HallOptions } from './options.ts'
import { readPrivateFile, tryWritePrivateFile } from './private-file.ts'

const Port = z.int().min(1).max(65_535).nullable()

/** What a start leaves for the next one. */
const Remembered = z.object({
  seat: SeatId,
  /** Null: the embedded platform. */
  platformUrl: z.url().nullable(),
  /** PEM of the only authority to be trusted for it; null: those the machine trusts. */
  platformCa: z.string().nullable().default(null),
  webPort: Port,
  platformPort: Port,
  /** Generation of the last host; it rises over restarts of the shell too, because windows may outlive a shell. */
  generation: z.int().min(0),
})
export type Remembered = z.infer<typeof Remembered>

/** Settings of this data folder, kept in `hall.json`. */
export class Memory {
  readonly #file: string
  #now: Remembered
  #isUnwritten: boolean

  constructor(file: string, now: Remembered, isNew: boolean) {
    this.#file = file
    this.#now = now
    this.#isUnwritten = isNew
  }

  get now(): Remembered {
    return this.#now
  }

  /** Holds from now on; whether it could be written down is the answer. What could not be is written with the next change. */
  set(change: Partial<Remembered>): Result<void> {
    const next = { ...this.#now, ...change }
    if (!this.#isUnwritten && JSON.stringify(next) === JSON.stringify(this.#now)) return ok(undefined)
    this.#now = next
    const written = tryWritePrivateFile(this.#file, `${JSON.stringify(next, null, 2)}\n`)
    this.#isUnwritten = !written.ok
    return written
  }
}

/** What was remembered, altered by what the command line asks for. A ledger belongs to one seat: another number is refused. */
export function openMemory(paths: HallPaths, options: HallOptions): Result<Memory> {
  const former = read(paths.remembered)
  if (!former.ok) return former
  const { seat, platformUrl, webPort } = options
  const ca = readAuthority(options.platformCaFile)
  if (!ca.ok) return ca
  if (former.value !== null && seat !== null && seat !== former.value.seat) return refuse('other-seat', former.value.seat)
  const before: Remembered = former.value ?? {
    seat: seat ?? SeatId.parse('1'),
    platformUrl: null,
    platformCa: null,
    webPort: null,
    platformPort: null,
    generation: 0,
  }
  const memory = new Memory(paths.remembered, before, former.value === null)
  const written = memory.set({
    // Another platform is not to be believed because of the former one's authority.
    ...(platformUrl !== null && { platformUrl: platformUrl === 'embedded' ? null : platformUrl }),
    ...(platformUrl !== null && platformUrl !== before.platformUrl && { platformCa: null }),
    ...(ca.value !== null && { platformCa: ca.value }),
    ...(webPort !== null && { webPort: webPort === 0 ? null : webPort }),
  })
  return written.ok ? ok(memory) : written
}

function read(file: string): Result<Remembered | null> {
  const bytes = readPrivateFile(file)
  if (bytes === null) return ok(null)
  try {
    return ok(Remembered.parse(JSON.parse(bytes.toString('utf8'))))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return refuse('remembered-damaged', file)
    throw error
  }
}
