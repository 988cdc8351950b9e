import { describe, expect, it } from 'vitest'
import { diceOf } from '../data/dice.ts'
import { PoweredDisk } from './powered-disk.ts'
import type { DiskStep } from './traced-disk.ts'

const bytes = (text: string): Buffer => Buffer.from(text)
const written = (text: string, at = 0): DiskStep => ({ what: 'written', file: 'a', at, bytes: bytes(text) })
const made: DiskStep = { what: 'made', file: 'a' }
const inFolder: DiskStep = { what: 'folder-synced', folder: '' }

function afterCuts(steps: readonly DiskStep[], look: (image: ReadonlyMap<string, Buffer>) => string): Set<string> {
  return new Set(
    Array.from({ length: 300 }, (_, k) => {
      const disk = new PoweredDisk()
      for (const step of steps) disk.take(step)
      return look(disk.cut(diceOf(k)))
    }),
  )
}

const content = (image: ReadonlyMap<string, Buffer>): string => image.get('a')?.toString() ?? 'no file'

describe('a disk whose power goes', () => {
  it('has what was synced, and each later write or not', () => {
    const seen = afterCuts(
      [made, inFolder, written('one'), { what: 'synced', file: 'a' }, written('ONE'), written('+', 3)],
      content,
    )

    expect(seen).toEqual(new Set(['one', 'ONE', 'one+', 'ONE+']))
  })

  it('may have lost a file whose folder was not synced, and a rename with it', () => {
    const draft: DiskStep[] = [made, written('new'), { what: 'synced', file: 'a' }, { what: 'renamed', file: 'a', to: 'b' }]
    const names = (image: ReadonlyMap<string, Buffer>): string => [...image.keys()].join()

    expect(afterCuts(draft, names)).toEqual(new Set(['', 'a', 'b']))
    expect(afterCuts([...draft, inFolder], names)).toEqual(new Set(['b']))
  })

  it('tears a long write at sectors of 512 bytes', () => {
    const steps = [made, inFolder, written('-'.repeat(1_024)), { what: 'synced', file: 'a' } as const, written('x'.repeat(1_024))]
    const halves = (image: ReadonlyMap<string, Buffer>): string => content(image).replaceAll(/(.)\1{511}/g, '$1')

    expect(afterCuts(steps, halves)).toEqual(new Set(['--', 'x-', '-x', 'xx']))
  })

  it('reads zeros where a write beyond the end got through and the one before it did not', () => {
    const seen = afterCuts([made, inFolder, written('ab'), written('cd', 2)], content)

    expect(seen).toEqual(new Set(['', 'ab', '\0\0cd', 'abcd']))
  })
})
