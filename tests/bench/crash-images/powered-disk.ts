// A disk whose power may go at any step: what was synced is there, of the rest some, torn at sectors, and names as a journal has
// them: a first part of what happened to them since the folder was synced.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Dice } from '../data/dice.ts'
import type { DiskStep } from './traced-disk.ts'

const SECTOR = 512

type Change =
  | { readonly at: number; readonly bytes: Buffer }
  /** Longer files are cut, shorter ones filled with zeros, unless it only grows. */
  | { readonly size: number; readonly onlyGrows: boolean }

type NameChange =
  | { readonly file: string; readonly node: Node }
  | { readonly file: string; readonly gone: true }
  | { readonly file: string; readonly to: string }

/** A file whatever its name: what is safe of it and what has been done since. */
class Node {
  #safe = Buffer.alloc(0)
  #size = 0
  #since: Change[] = []

  static holding(bytes: Buffer): Node {
    const node = new Node()
    node.#safe = Buffer.from(bytes)
    node.#size = bytes.length
    return node
  }

  change(change: Change): void {
    this.#since.push(change)
  }

  sync(): void {
    for (const change of this.#since) this.#apply(change)
    this.#since = []
  }

  /** What a cut now leaves of it. */
  left(dice: Dice, keeps: number): Buffer {
    const copy = new Node()
    copy.#safe = Buffer.from(this.#safe.subarray(0, this.#size))
    copy.#size = this.#size
    for (const change of this.#since) {
      if (!dice.chance(keeps)) continue
      if ('bytes' in change && dice.chance(0.25)) for (const part of torn(change, dice)) copy.#apply(part)
      else copy.#apply(change)
    }
    return copy.#safe.subarray(0, copy.#size)
  }

  #apply(change: Change): void {
    if ('bytes' in change) {
      const end = change.at + change.bytes.length
      this.#reach(Math.max(this.#size, end))
      change.bytes.copy(this.#safe, change.at)
    } else if (!change.onlyGrows || change.size > this.#size) {
      this.#reach(change.size)
    }
  }

  /** A file that is cut and grows again reads as zeros there. */
  #reach(size: number): void {
    if (size > this.#safe.length) {
      const more = Buffer.alloc(Math.max(size, this.#safe.length * 2))
      this.#safe.copy(more, 0, 0, this.#size)
      this.#safe = more
    }
    if (size < this.#size) this.#safe.fill(0, size, this.#size)
    this.#size = size
  }
}

/** The sectors of a write that got through. */
function torn({ at, bytes }: { at: number; bytes: Buffer }, dice: Dice): { at: number; bytes: Buffer }[] {
  const parts: { at: number; bytes: Buffer }[] = []
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR))
    if (dice.chance(0.5)) parts.push({ at: at + from, bytes: bytes.subarray(from, to) })
    from = to
  }
  return parts
}

/** The files of an image by name. */
export type Image = ReadonlyMap<string, Buffer>

export class PoweredDisk {
  #safeNames: Map<string, Node>
  #names: Map<string, Node>
  #nameChanges: NameChange[] = []

  /** Begins with an image that is wholly on disk. */
  constructor(begun: Image = new Map()) {
    this.#safeNames = new Map([...begun].map(([file, bytes]) => [file, Node.holding(bytes)]))
    this.#names = new Map(this.#safeNames)
  }

  take(step: DiskStep): void {
    switch (step.what) {
      case 'made':
        if (!this.#names.has(step.file)) this.#rename({ file: step.file, node: new Node() })
        return
      case 'written':
        this.#names.get(step.file)?.change({ at: step.at, bytes: step.bytes })
        return
      case 'cut':
      case 'grown':
        this.#names.get(step.file)?.change({ size: step.size, onlyGrows: step.what === 'grown' })
        return
      case 'synced':
        this.#names.get(step.file)?.sync()
        return
      case 'renamed':
        this.#rename({ file: step.file, to: step.to })
        return
      case 'erased':
        this.#rename({ file: step.file, gone: true })
        return
      case 'folder-synced':
        for (const change of this.#nameChanges) applyName(this.#safeNames, change)
        this.#nameChanges = []
        return
      case 'said':
    }
  }

  /** The files after a power cut at this moment; another one with every throw of the dice. */
  cut(dice: Dice): Image {
    const names = new Map(this.#safeNames)
    for (const change of this.#nameChanges.slice(0, dice.roll(this.#nameChanges.length + 1))) applyName(names, change)
    // Sometimes nothing got through, sometimes all, mostly some.
    const keeps = dice.pick([0, 1, 0.1, 0.3, 0.5, 0.7, 0.9])
    return new Map([...names].map(([file, node]) => [file, node.left(dice, keeps)]))
  }

  #rename(change: NameChange): void {
    this.#nameChanges.push(change)
    applyName(this.#names, change)
  }
}

function applyName(names: Map<string, Node>, change: NameChange): void {
  if ('node' in change) names.set(change.file, change.node)
  else if ('gone' in change) names.delete(change.file)
  else {
    const node = names.get(change.file)
    names.delete(change.file)
    if (node !== undefined) names.set(change.to, node)
  }
}

export function writeImage(folder: string, image: Image): void {
  for (const [file, bytes] of image) {
    mkdirSync(dirname(join(folder, file)), { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, file), bytes, { mode: 0o600 })
  }
}
