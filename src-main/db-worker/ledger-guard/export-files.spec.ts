import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { exportFiles } from './export-files.ts'
import { guardPaths } from './guard-paths.ts'

it('an archive of files that are packed piece by piece is one archive, and holds them byte for byte', () => {
  const dataDir = aDataFolder()
  const paths = guardPaths(dataDir)
  // Half of it packs well, half not at all; its size is no whole number of pieces or blocks.
  const ledger = Buffer.concat([Buffer.alloc(5 * 1024 * 1024, '台账'), randomBytes(4 * 1024 * 1024 + 77)])
  writeFileSync(paths.ledger, ledger)
  writeFileSync(`${paths.ledger}-wal`, 'log')
  writeFileSync(paths.witness, '')
  mkdirSync(paths.suspect)

  const { file } = exportFiles(paths, Date.UTC(2026, 10, 22, 4))

  const unpacked = join(dataDir, 'unpacked')
  mkdirSync(unpacked)
  const told = spawnSync('tar', ['-xvzf', file, '-C', unpacked], { encoding: 'utf8' })
  expect([told.stdout.trim().split('\n'), told.stderr]).toEqual([['ledger.db', 'ledger.db-wal', 'ledger.witness'], ''])
  expect(readFileSync(join(unpacked, 'ledger.db')).equals(ledger)).toBe(true)
  expect(readFileSync(join(unpacked, 'ledger.db-wal'), 'utf8')).toBe('log')
})
