import { electronParity } from '#build/lint/electron-parity.js'
import { functionLines } from '#build/lint/function-lines.js'
import { noSilentCatch } from '#build/lint/no-silent-catch.js'
import { packageOwners } from '#build/lint/package-owners.js'
import { suppressionReason } from '#build/lint/suppression-reason.js'
import { at, ruleTester } from './rule-tester.ts'

const zodOwner = 'zod is imported through #shared/kernel/zod.ts (it sets jitless first)'
const sqliteOwner = 'better-sqlite3 is imported by src-main/db-worker/driver.ts only'
const electronOwner = 'electron is imported by src-main/shell-electron and src-preload only'

ruleTester.run('package-owners', packageOwners, {
  valid: [
    inFile('src-shared/kernel/zod.ts', "import { z } from 'zod'"),
    inFile('src-main/db-worker/driver.ts', "import Database from 'better-sqlite3'"),
    inFile('src-main/shell-electron/windows.ts', "import { app } from 'electron'"),
    inFile('src-preload/index.ts', "import { contextBridge } from 'electron'"),
    inFile('src-platform/store/feed.ts', "import { Kysely } from 'kysely'"),
    inFile('src-renderer/ui/UiButton.vue', "import { computed } from 'vue'"),
    inFile('src-main/host/index.ts', "import { join } from 'node:path'"),
    inFile('src-shared/kernel/ids.spec.ts', "import { readFileSync } from 'node:fs'"),
    inFile('tests/fakes/electron/app.ts', "import type { App } from 'electron'"),
  ],
  invalid: [
    refused('src-shared/contracts/a.contract.ts', "import { z } from 'zod'", zodOwner),
    refused('src-shared/contracts/a.contract.ts', "import { z } from 'zod/v4'", zodOwner),
    refused('src-main/db-worker/queries/cases.ts', "import type { Database } from 'better-sqlite3'", sqliteOwner),
    refused('src-main/host/index.ts', "import { app } from 'electron'", electronOwner),
    refused('src-main/host/index.ts', "const e = await import('electron')", electronOwner),
    refused('src-main/shell-browser/index.ts', "import { shell } from 'electron'", electronOwner),
    refused('src-main/link/feed.ts', "import pg from 'pg'", 'the platform is reached by HTTP; its packages stay in src-platform'),
    refused('src-shared/domain/a.ts', "import { ref } from 'vue'", 'packages of the windows stay in src-renderer'),
    refused('src-shared/domain/a.ts', "import { readFileSync } from 'node:fs'", 'node:fs is of Node; src-shared runs without it'),
    refused('src-shared/domain/a.ts', "import path from 'path'", 'path is of Node; src-shared runs without it'),
    refused('src-renderer/desk/client.ts', "import { Buffer } from 'node:buffer'", 'node:buffer is of Node; src-renderer runs without it'),
  ],
})

const unlisted = (name: string): string => `${name} is not listed in build/electron-parity.json`

ruleTester.run('electron-parity', electronParity, {
  valid: [
    inFile('src-main/host/index.ts', "import { createHash } from 'node:crypto'\ncreateHash('sha256')"),
    inFile('src-main/link/files.ts', "import * as fs from 'node:fs'"),
    inFile('src-main/link/files.ts', "import type { DatabaseSync } from 'node:sqlite'"),
    inFile('src-main/shell-browser/index.ts', "import { argon2Sync } from 'node:crypto'"),
    inFile('src-platform/api/sign-in.ts', "import { argon2Sync } from 'node:crypto'"),
    inFile('src-main/host/index.ts', "text.toString('base64')\n;(() => 1)('x')"),
  ],
  invalid: [
    refused('src-main/features/people/pin.ts', "import { argon2 } from 'node:crypto'", 'argon2 of node:crypto is not listed in build/electron-parity.json'),
    refused('src-main/host/index.ts', "import { argon2 } from 'crypto'", 'argon2 of node:crypto is not listed in build/electron-parity.json'),
    refused('src-main/host/index.ts', "import crypto from 'node:crypto'", 'import the members of node:crypto by name: not all of them exist in Electron'),
    refused('src-main/host/index.ts', "import * as crypto from 'node:crypto'", 'import the members of node:crypto by name: not all of them exist in Electron'),
    refused('src-main/host/index.ts', "import { run } from 'node:test'", unlisted('node:test')),
    refused('src-main/db-worker/driver.ts', "import { DatabaseSync } from 'node:sqlite'", unlisted('node:sqlite')),
    refused('src-main/host/seal.ts', "import { createHash } from 'node:crypto'\ncreateHash('sm3')", `${unlisted('sm3')} (hashes)`),
    refused('src-main/host/seal.ts', "crypto.createCipheriv('sm4-gcm', key, iv)", `${unlisted('sm4-gcm')} (ciphers)`),
  ],
})

const swallowed = 'this failure is swallowed: answer it, log it or let it pass'

ruleTester.run('no-silent-catch', noSilentCatch, {
  valid: [
    { code: 'try { a() } catch (error) { tell(error) }' },
    { code: 'try { a() } finally { b() }' },
    { code: 'run().catch((error) => tell(error))' },
    { code: 'run().then(go, (error) => { tell(error) })' },
    { code: 'run().catch(() => null)' },
  ],
  invalid: [
    { code: 'try { a() } catch {}', errors: [{ message: swallowed }] },
    { code: 'try { a() } catch (error) { /* it does not matter */ }', errors: [{ message: swallowed }] },
    { code: 'run().catch(() => {})', errors: [{ message: swallowed }] },
    { code: 'run().catch(() => undefined)', errors: [{ message: swallowed }] },
    { code: 'run().catch(() => void 0)', errors: [{ message: swallowed }] },
    { code: 'run().then(go, function () {})', errors: [{ message: swallowed }] },
  ],
})

ruleTester.run('suppression-reason', suppressionReason, {
  valid: [
    { code: '// eslint-disable-next-line no-eval -- the sandbox has no other way\na()' },
    { code: '/* eslint-disable no-eval, no-alert -- generated file */\na()' },
    { code: '// eslint-enable no-eval\na()' },
  ],
  invalid: [
    { code: '// eslint-disable-next-line no-eval\na()', errors: [{ messageId: 'reason' }] },
    { code: '// eslint-disable-line no-eval -- \na()', errors: [{ messageId: 'reason' }] },
    { code: '/* eslint-disable no-eval */\na()', errors: [{ messageId: 'reason' }] },
    { code: '\n// eslint-disable-next-line\na()', errors: [{ messageId: 'rules' }] },
  ],
})

const limits = [{ max: 4, outerMax: 6 }]

ruleTester.run('function-lines', functionLines, {
  valid: [
    { options: limits, code: 'function short() {\n  a()\n\n  // why\n  /* and\n   why */\n  b()\n}' },
    { options: limits, code: 'const useCases = () => {\n  a()\n  b()\n  c()\n  d()\n}' },
    { options: limits, code: "const store = defineStore('cases', () => {\n  a()\n  b()\n  c()\n  d()\n})" },
  ],
  invalid: [
    {
      options: limits,
      code: 'function long() {\n  a()\n  b()\n  c() // said here\n}',
      errors: [{ message: 'long has 5 lines of code, at most 4' }],
    },
    {
      options: limits,
      code: 'const useCases = () => {\n  a()\n  b()\n  c()\n  d()\n  e()\n}',
      errors: [{ message: 'useCases has 7 lines of code, at most 6' }],
    },
    { options: limits, code: 'run(() => {\n  a()\n  b()\n  c()\n})', errors: [{ message: 'this function has 5 lines of code, at most 4' }] },
  ],
})

function inFile(file: string, code: string) {
  return { filename: at(file), code }
}

function refused(file: string, code: string, message: string) {
  return { filename: at(file), code, errors: [{ message }] }
}
