import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { flip, guardOf } from '#tests/builders/damaged-places.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { NOW, ask, restoreNewest, startOf } from '#tests/builders/worked-ledger.ts'
import { openForReading } from '../driver.ts'

const seen = CaseStory.after('accept', 'file').case

describe('a ledger in which a bit has turned over in what an act was based on', () => {
  /** Of two acts that are not accepted yet the first is in the backup. */
  const aTurnedFolder = (): string => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    unwrap(before.append([aReport(1), aCommand(2, 'dispatch', 1, { ground: seen })], null))
    unwrap(guardOf(dataDir).backup(NOW))
    unwrap(before.append([aCommand(3, 'note', 1, { ground: seen })], null))
    before.close()
    return dataDir
  }

  const turnOver = (dataDir: string, s: number): void => {
    const file = join(dataDir, 'ledger.db')
    const db = openForReading(file)
    const packed = db.pluck<[number], Uint8Array>('SELECT row FROM ground WHERE s = ?').get(s)!
    db.close()
    const bytes = readFileSync(file)
    const [first, last] = [bytes.indexOf(packed), bytes.lastIndexOf(packed)]
    // Of the two rows, which are the same, the one that was written later lies further in front in its page.
    flip(file, (s === 2 ? last : first) + 5)
  }

  it('gets back from the backup what that holds of it', () => {
    const dataDir = aTurnedFolder()
    turnOver(dataDir, 2)
    expect(startOf(dataDir)).toBe('ledger-damaged')

    expect(restoreNewest(dataDir)).toMatchObject({ commands: 3, missing: 0 })

    const ledger = aLedger({ dataDir })
    expect([ledger.ground(cmdId(2)), ledger.ground(cmdId(3)), ledger.verify()]).toEqual([seen, seen, null])
  })

  it('is restored without it where no backup has it', () => {
    const dataDir = aTurnedFolder()
    turnOver(dataDir, 3)

    expect(restoreNewest(dataDir)).toMatchObject({ commands: 3, missing: 0 })

    const ledger = aLedger({ dataDir })
    expect([ledger.ground(cmdId(2)), ledger.ground(cmdId(3)), ledger.verify()]).toEqual([seen, null, null])
  })

  it('is restored out of itself alone', () => {
    const dataDir = aTurnedFolder()
    turnOver(dataDir, 2)

    expect(unwrap(guardOf(dataDir).rebuild(ask()))).toMatchObject({ commands: 3, missing: 0 })

    expect(aLedger({ dataDir }).ground(cmdId(3))).toEqual(seen)
  })
})
