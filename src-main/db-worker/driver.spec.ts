import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { openForReading, openForWriting } from './driver.ts'

function aFile(): string {
  return join(aDataFolder(), 'x.db')
}

describe('a file opened for writing', () => {
  it('survives a power cut after every commit: FULL in WAL mode, after the first write too', () => {
    const file = aFile()
    const db = openForWriting(file, { secureDelete: true })
    const level = () => db.pluck<[], number>('PRAGMA synchronous').get()
    expect(level()).toBe(2)

    db.transaction(() => db.exec('CREATE TABLE t (x INTEGER) STRICT'))

    expect(level()).toBe(2)
    expect(existsSync(`${file}-wal`)).toBe(true)
    db.close()
  })

  it('fails loudly when somebody weakens that', () => {
    const db = openForWriting(aFile(), { secureDelete: true })
    db.exec('PRAGMA synchronous = NORMAL')

    expect(() => db.transaction(() => db.exec('CREATE TABLE t (x INTEGER) STRICT'))).toThrow('synchronous is 1')
    db.close()
  })

  it('undoes a transaction that throws, and only the inner one of two', () => {
    const db = openForWriting(aFile(), { secureDelete: true })
    db.exec('CREATE TABLE t (x INTEGER) STRICT')
    const add = db.change<[number]>('INSERT INTO t VALUES (?)')
    const failing = (): void => {
      add.run(2)
      throw new Error('no')
    }

    db.transaction(() => {
      add.run(1)
      expect(() => db.transaction(failing)).toThrow('no')
    })

    expect(db.pluck<[], number>('SELECT x FROM t').all()).toEqual([1])
    db.close()
  })

  it('refuses a read that would write', () => {
    const db = openForWriting(aFile(), { secureDelete: true })
    db.exec('CREATE TABLE t (x INTEGER) STRICT')

    expect(() => db.prepare('DELETE FROM t')).toThrow('a read must not write')
    db.close()
  })
})

describe('a file opened for reading', () => {
  it('sees what the writer commits and can change nothing', () => {
    const file = aFile()
    const writer = openForWriting(file, { secureDelete: true })
    writer.exec('CREATE TABLE t (x INTEGER) STRICT')
    const reader = openForReading(file)
    const rows = reader.pluck<[], number>('SELECT x FROM t')

    writer.change<[]>('INSERT INTO t VALUES (7)').run()

    expect(rows.all()).toEqual([7])
    expect(() => reader.prepare('INSERT INTO t VALUES (8)')).toThrow('a read must not write')
    for (const db of [reader, writer]) db.close()
  })

  it('reads several times on one snapshot', () => {
    const file = aFile()
    const writer = openForWriting(file, { secureDelete: true })
    writer.exec('CREATE TABLE t (x INTEGER) STRICT')
    const reader = openForReading(file)
    const count = reader.pluck<[], number>('SELECT count(*) FROM t')

    const seen = reader.snapshot(() => {
      const before = count.get()
      writer.change<[]>('INSERT INTO t VALUES (7)').run()
      return [before, count.get()]
    })

    expect(seen).toEqual([0, 0])
    for (const db of [reader, writer]) db.close()
  })
})
