import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { openCacheWriter } from './open-cache.ts'

it.each(['cache.db', 'cache.db-wal'])('a cache whose %s cannot be read is thrown away and made anew, not tried again and again', (name) => {
  const dataDir = aDataFolder()
  mkdirSync(join(dataDir, name, 'by mistake'), { recursive: true })

  unwrap(openCacheWriter(dataDir)).close()

  expect(statSync(join(dataDir, 'cache.db')).isFile()).toBe(true)
  expect(existsSync(join(dataDir, name, 'by mistake'))).toBe(false)
})
