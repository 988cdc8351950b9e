import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { copyInto, openForWriting } from '../driver.ts'
import { storing } from '../storage-errors.ts'
import { findKey } from './find-key.ts'
import { guardPaths } from './guard-paths.ts'
import { takeBackup } from './take-backup.ts'

const NOW = Date.UTC(2026, 10, 22, 4)

describe('a copy that is harmed on its way', () => {
  const open = () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    ledger.addBlocks([{ day: '20261122', district: '341523', from: 1, to: 50 }])
    const paths = guardPaths(dataDir)
    const found = findKey(paths)!
    const harm = (file: string): void => {
      const db = openForWriting(file, { secureDelete: true })
      db.exec('UPDATE number_block SET last = 60')
      db.close()
    }
    const take = (copy: typeof copyInto) => storing(() => takeBackup(paths, found.key, found, NOW, copy))
    const names = () => readdirSync(paths.backups).filter((name) => name.endsWith('.db'))
    return { ledger: paths.ledger, harm, take, names }
  }

  it('is no backup, and says nothing against its ledger', () => {
    const { harm, take, names } = open()

    const harmed = take((from, to) => {
      copyInto(from, to)
      harm(to)
    })

    expect(harmed).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    expect(names()).toEqual([])
    expect(take(copyInto)).toMatchObject({ ok: true, value: { word: 'made' } })
  })

  it('is taken for what it is where the ledger breaks too', () => {
    const { ledger, harm, take, names } = open()
    harm(ledger)

    expect(take(copyInto)).toMatchObject({ ok: true, value: { word: 'broken', at: { chain: 'records' } } })
    expect(names()).toEqual([])
  })
})
