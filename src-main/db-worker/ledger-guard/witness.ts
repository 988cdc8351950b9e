// Glossary. witness: how far a ledger has come, kept outside of it, so that an older, emptied or swapped ledger is noticed.
// slot: the file holds two and they are written in turn, so that a torn write leaves the one before.
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from '#shared/kernel/zod.ts'
import type { Seal } from '../ledger/seal.ts'
import { readIfThere, syncFolder } from './safe-files.ts'

export const Heads = z.object({
  /** Last command and its hash; 0 and 64 zeros when there is none. */
  s: z.int().min(0),
  hash: z.string().length(64),
  auditN: z.int().min(0),
  auditHash: z.string().length(64),
})
export type Heads = z.infer<typeof Heads>

export const Mark = Heads.extend({
  /** Raised by every recovery: a ledger of an earlier generation has been put aside and must not come back. */
  generation: z.int().min(1),
  /** Transactions that changed something, in the ledger's whole life. */
  changes: z.int().min(0),
  /** SHA-256 of the file as it was closed; null while it is in use. */
  closedAs: z.string().length(64).nullable(),
})
export type Mark = z.infer<typeof Mark>

const Slot = z.object({ turn: z.int().min(0), key: z.string(), mark: Mark, mac: z.string() })
type Slot = z.infer<typeof Slot>

const SLOT_BYTES = 1_024

/** What a witness file says. `unreadable`: there is one, but neither slot is as it was written. */
export type Testimony =
  | { readonly word: 'none' }
  | { readonly word: 'unreadable' }
  | { readonly word: 'other-key' }
  | { readonly word: 'mark'; readonly mark: Mark; readonly turn: number }

/** Tells keys apart without telling anything about them. */
export function keyName(key: Uint8Array): string {
  return createHash('sha256').update('wanmi ledger key').update(key).digest('hex').slice(0, 16)
}

export function readWitness(file: string, seal: Seal, key: string): Testimony {
  const bytes = readIfThere(file)
  if (bytes === null || bytes.length === 0) return { word: 'none' }
  const slots = [0, 1].map((i) => parseSlot(bytes.subarray(i * SLOT_BYTES, (i + 1) * SLOT_BYTES))).filter((slot) => slot !== null)
  const own = slots.filter((slot) => slot.mac === macOf(seal, slot)).sort((a, b) => b.turn - a.turn)[0]
  if (own !== undefined) return { word: 'mark', mark: own.mark, turn: own.turn }
  return { word: slots.some((slot) => slot.key !== key) ? 'other-key' : 'unreadable' }
}

/** The witness of an open ledger. Writing costs one small write without waiting for the disk: it may lag behind, never lead. */
export class Witness {
  readonly #fd: number
  readonly #seal: Seal
  readonly #key: string
  #turn: number
  /** The last write failed: what it knows is old, which makes it weaker, never wrong. */
  isFailing = false

  constructor(file: string, seal: Seal, key: string, lastTurn: number) {
    this.#fd = openSlots(file)
    this.#seal = seal
    this.#key = key
    this.#turn = lastTurn
  }

  /** Never throws: what it testifies to is on disk already, and saying otherwise would be the greater lie. */
  write(mark: Mark): void {
    this.#turn += 1
    const unsigned = { turn: this.#turn, key: this.#key, mark }
    const text = JSON.stringify({ ...unsigned, mac: macOf(this.#seal, unsigned) })
    this.#attempt(() => writeSync(this.#fd, text.padEnd(SLOT_BYTES), (this.#turn % 2) * SLOT_BYTES))
  }

  sync(): void {
    this.#attempt(() => fsyncSync(this.#fd))
  }

  #attempt(step: () => unknown): void {
    try {
      step()
      this.isFailing = false
    } catch {
      this.isFailing = true
    }
  }

  close(): void {
    this.sync()
    closeSync(this.#fd)
  }
}

/** Writes a whole witness at once, for a ledger that is not in use. */
export function writeWitness(file: string, seal: Seal, key: string, mark: Mark, lastTurn = 0): void {
  const witness = new Witness(file, seal, key, lastTurn)
  witness.write(mark)
  witness.close()
}

function openSlots(file: string): number {
  try {
    return openSync(file, 'r+')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    const fd = openSync(file, 'wx+', 0o600)
    // Both slots have their place on the disk from now on: writing one never needs room.
    writeSync(fd, ' '.repeat(2 * SLOT_BYTES), 0)
    fsyncSync(fd)
    syncFolder(dirname(file))
    return fd
  }
}

function parseSlot(bytes: Buffer): Slot | null {
  try {
    const parsed = Slot.safeParse(JSON.parse(bytes.toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function macOf(seal: Seal, { turn, key, mark }: Omit<Slot, 'mac'>): string {
  return seal(['witness', turn, key, mark])
}

/** SHA-256 of a file, hex, read in pieces. */
export function hashFile(file: string): string {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1024 * 1024)
  const fd = openSync(file, 'r')
  try {
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) hash.update(piece.subarray(0, read))
  } finally {
    closeSync(fd)
  }
  return hash.digest('hex')
}
