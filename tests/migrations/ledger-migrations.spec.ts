import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openForWriting } from '#main/db-worker/driver.ts'
import type { WriteDb } from '#main/db-worker/driver.ts'
import { migrate } from '#main/db-worker/migrations/migrate.ts'
import type { Migration } from '#main/db-worker/migrations/migration.ts'
import { versionOf } from '#main/db-worker/migrations/version-of.ts'
import { firstForgedRecord } from '#main/db-worker/ledger/records.ts'
import { createSeal } from '#main/db-worker/ledger/seal.ts'
import { ledgerMigrations } from '#main/db-worker/migrations/index.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'

const newest = ledgerMigrations.at(-1)!.version

function openMigratedTo(version: number): WriteDb {
  const db = openForWriting(join(aDataFolder(), 'ledger.db'), { secureDelete: true })
  migrate(db, ledgerMigrations, version)
  return db
}

/** Every table, index and trigger with its SQL, in one order. */
function schemaOf(db: WriteDb): string[] {
  return db
    .pluck<[], string>("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
    .all()
}

describe('the steps of the ledger', () => {
  it('come in tens and in order, one file each', () => {
    const versions = ledgerMigrations.map(({ version }) => version)

    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    expect(versions.every((version) => version % 10 === 0)).toBe(true)
  })

  it.each([0, ...ledgerMigrations.map(({ version }) => version)])(
    'lead from %i to the newest, to the same schema as at once',
    (from) => {
      const [stepwise, atOnce] = [openMigratedTo(from), openMigratedTo(newest)]

      migrate(stepwise, ledgerMigrations)

      expect(versionOf(stepwise)).toBe(newest)
      expect(schemaOf(stepwise)).toEqual(schemaOf(atOnce))
      for (const db of [stepwise, atOnce]) db.close()
    },
  )

  it('keep the rows that older steps have stored', () => {
    const db = openMigratedTo(10)
    db.change<[]>("INSERT INTO command VALUES (1, 'i', 'c', 1, NULL, '{}', '王丽', NULL, '', '', '')").run()

    migrate(db, ledgerMigrations)

    expect(db.pluck<[], string>('SELECT person_name FROM command').all()).toEqual(['王丽'])
    db.close()
  })

  it('mark and count what neighbours and claims have left unmarked', () => {
    const seal = createSeal(new Uint8Array(32).fill(7))
    const db = openForWriting(join(aDataFolder(), 'ledger.db'), { secureDelete: true })
    migrate(db, ledgerMigrations, 110, seal)
    const hash = '0'.repeat(64)
    const mac = seal(['neighbour', 'i1', '2', 1, hash, '{}', '李强', null, null])
    db.change<[string]>(`INSERT INTO neighbour VALUES ('i1', '2', 1, '${hash}', '{}', '李强', NULL, NULL, ?)`).run(mac)
    db.change<[]>(`INSERT INTO neighbour_head VALUES ('2', 1, '${hash}')`).run()
    db.change<[]>("INSERT INTO lane_floor VALUES ('lane', 3)").run()

    migrate(db, ledgerMigrations, undefined, seal)

    expect(firstForgedRecord({ db, seal })).toBeNull()
    db.change<[]>("UPDATE neighbour_head SET s = 2 WHERE seat = '2'").run()
    expect(firstForgedRecord({ db, seal })).not.toBeNull()
    db.close()
  })

  it('count the files that earlier steps have only marked, and keep what their marks say', () => {
    const seal = createSeal(new Uint8Array(32).fill(7))
    const db = openForWriting(join(aDataFolder(), 'ledger.db'), { secureDelete: true })
    migrate(db, ledgerMigrations, 120, seal)
    const hash = '0'.repeat(64)
    const ofFile = seal(['attachment', hash, 9, 'image/png', 5, 'staged', null, 0, 0, null])
    db.change<string[]>("INSERT INTO attachment VALUES (?, 9, 'image/png', 5, 'staged', NULL, 0, 0, NULL, ?)").run(hash, ofFile)
    for (const id of ['c1', 'c2']) {
      const mac = seal(['attachment-use', hash, id, '井盖.png', 'report', 5, null])
      db.change<string[]>("INSERT INTO attachment_use VALUES (?, ?, '井盖.png', 'report', 5, NULL, ?)").run(hash, id, mac)
    }
    expect(firstForgedRecord({ db, seal })).toBeNull()

    migrate(db, ledgerMigrations, undefined, seal)

    expect(firstForgedRecord({ db, seal })).toBeNull()
    db.change<[]>("DELETE FROM attachment_use WHERE case_id = 'c2'").run()
    expect(firstForgedRecord({ db, seal })).not.toBeNull()
    db.close()
  })

  it('leave the old schema whole when one fails half-way', () => {
    const db = openMigratedTo(20)
    const before = schemaOf(db)
    const failing: Migration = {
      version: newest + 10,
      up(inside) {
        inside.exec('CREATE TABLE half_way (x) ')
        throw new Error('power is gone')
      },
    }

    expect(() => migrate(db, [...ledgerMigrations.slice(0, 2), failing])).toThrow('power is gone')

    expect(schemaOf(db)).toEqual(before)
    expect(versionOf(db)).toBe(20)
    db.close()
  })

  it('refuse a file that a later version has written, before touching it', () => {
    const db = openMigratedTo(newest)
    db.exec(`PRAGMA user_version = ${newest + 10}`)

    expect(() => migrate(db, ledgerMigrations)).toThrow(RefusalError)

    expect(versionOf(db)).toBe(newest + 10)
    db.close()
  })
})
