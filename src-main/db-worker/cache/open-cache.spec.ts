import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { loseTable } from '#tests/builders/spoiled-cache.ts'
import { openCacheWriter } from './open-cache.ts'

it.each(['cache.db', 'cache.db-wal'])('a cache whose %s cannot be read is thrown away and made anew, not tried again and again', (name) => {
  const dataDir = aDataFolder()
  mkdirSync(join(dataDir, name, 'by mistake'), { recursive: true })

  unwrap(openCacheWriter(dataDir)).close()

  expect(statSync(join(dataDir, 'cache.db')).isFile()).toBe(true)
  expect(existsSync(join(dataDir, name, 'by mistake'))).toBe(false)
})

it('a cache in whose list of tables one is missing is thrown away and made anew', () => {
  const dataDir = aDataFolder()
  const cache = unwrap(openCacheWriter(dataDir))
  cache.applyPage(new TestPlatform().page(0, 1))
  cache.close()
  loseTable(dataDir, 'progress')

  const made = unwrap(openCacheWriter(dataDir))

  expect(made.cursor()).toBeNull()
  made.close()
})
