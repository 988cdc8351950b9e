import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger, aLedgerInDoubt } from '#tests/builders/a-ledger.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { openForWriting } from '../driver.ts'

const seen = CaseStory.after('accept', 'file').case

describe('the row a command was based on', () => {
  it('is kept with the command, whole', () => {
    const ledger = aLedger()

    unwrap(ledger.append([aReport(1), aCommand(2, 'dispatch', 1, { ground: seen })], null))

    expect(ledger.ground(cmdId(1))).toBeNull()
    expect(ledger.ground(cmdId(2))).toEqual(seen)
    expect(ledger.verify()).toBeNull()
  })

  it('is there after a restart, also when the command was rejected and withdrawn', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    unwrap(before.append([aCommand(1, 'dispatch', 1, { ground: seen })], null))
    before.recordOutcomes([{ id: cmdId(1), result: 'rejected', code: 'stale-base', detail: null, current: null }])
    before.close()

    expect(aLedger({ dataDir }).ground(cmdId(1))).toEqual(seen)
  })

  it('goes when the platform has taken the command: nothing is left to compare', () => {
    const ledger = aLedger()
    unwrap(ledger.append([aCommand(1, 'dispatch', 1, { ground: seen })], null))

    ledger.recordOutcomes([{ id: cmdId(1), result: 'accepted', epoch: 'e', seq: 1, ver: 4 }])

    expect(ledger.ground(cmdId(1))).toBeNull()
    expect(ledger.verify()).toBeNull()
  })

  it.each([
    ['its act', "UPDATE ground SET action = 'close'"],
    ['its time', 'UPDATE ground SET at = at + 1'],
    ['its class', "UPDATE ground SET class_name = '雨水井盖'"],
    ['the row', "UPDATE ground SET row = x'00'"],
    ['its place', 'UPDATE ground SET s = 2 WHERE s = 1'],
  ])('that was changed by hand in %s is found, and is shown to nobody', (_what, change) => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    unwrap(before.append([aCommand(1, 'dispatch', 1, { ground: seen }), aReport(2, 2)], null))
    before.close()
    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    db.exec('DELETE FROM ground WHERE s = 2')
    db.exec(change)
    db.close()

    const ledger = aLedgerInDoubt(dataDir)

    expect(ledger.verify()).toMatchObject({ chain: 'commands' })
    expect(ledger.ground(cmdId(1))).toBeNull()
    expect(ledger.ground(cmdId(2))).toBeNull()
  })
})
