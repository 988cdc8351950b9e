import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, expect, test } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { at, root } from '#build/run.ts'
import { findElectron } from '#build/start/electron-binary.ts'
import { askControl, hallPaths } from '#main/shell-common/index.ts'
import type { HallStatus } from '#main/shell-common/index.ts'
import { tellElectronStory } from './electron.story.ts'

const program = findElectron()
test.skip(program === undefined, 'no Electron binary on this machine (npx install-electron); electron.standin.spec.ts tells the same story')

let dataDir = ''
let app: ElectronApplication | undefined

test.beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hall-electron-'))
})
test.afterEach(async () => {
  await app?.close()
  app = undefined
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function windowOf(running: ElectronApplication, kind: 'seat' | 'wall'): Promise<Page> {
  const find = (): Page | undefined => running.windows().find((page) => page.url() === `app://hall/${kind}.html`)
  await expect.poll(() => find() !== undefined, { timeout: 60_000 }).toBe(true)
  const page = find()
  if (page === undefined) throw new Error(`the ${kind} window has gone again`)
  return page
}

async function hostPid(): Promise<number> {
  const reply = await askControl(hallPaths(dataDir), { do: 'status' })
  // The shell's own answer to this very question.
  const pid = reply.ok ? (reply.value as HallStatus).hostPid : null
  if (pid === null) throw new Error('no host runs')
  return pid
}

test('in Electron: a case is taken, the host is killed, the window says so and heals', async () => {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  app = await electron.launch({
    ...(program !== undefined && { executablePath: program }),
    args: [...sandbox, at('out/main/shell-electron.js'), '--town', 'small', '--data-dir', dataDir, '--window', 'seat', '--window', 'wall'],
    cwd: root,
  })

  await tellElectronStory(await windowOf(app, 'seat'), await windowOf(app, 'wall'), async () => {
    process.kill(await hostPid(), 'SIGKILL')
  })
})
