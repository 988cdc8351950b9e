import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Decoder } from '@msgpack/msgpack'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { StandInRun } from '#tests/fakes/electron/driver.ts'
import type { StandInOptions } from '#tests/fakes/electron/driver.ts'
import { tellElectronStory } from './electron.story.ts'

let dataDir = ''
let hall: StandInRun | undefined

/** The shell of this test; it is ended with it, however that goes. */
async function start(options: Omit<StandInOptions, 'dataDir'>): Promise<StandInRun> {
  hall = await StandInRun.start({ dataDir, ...options })
  return hall
}

test.beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hall-electron-'))
})
test.afterEach(async () => {
  await hall?.end()
  hall = undefined
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

/** Asks for a door from within the page, says hello, and gives the host's first frame. */
async function greet(page: Page): Promise<unknown> {
  const bytes = await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<number[]>()
    const onMessage = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.data !== 'wanmi-door' || event.source !== window || event.origin !== location.origin || port === undefined) return
      removeEventListener('message', onMessage)
      port.addEventListener('message', ({ data }) => {
        if (data instanceof Uint8Array) resolve([...data])
      })
      port.start()
      // {t: 'hello', protocol: 1} in msgpack.
      port.postMessage(Uint8Array.from([0x82, 0xa1, 0x74, 0xa5, ...new TextEncoder().encode('hello'), 0xa8, ...new TextEncoder().encode('protocol'), 1]))
    }
    addEventListener('message', onMessage)
    ;(window as unknown as { wanmiDoor: { requestDoor(): void } }).wanmiDoor.requestDoor()
    return promise
  })
  return new Decoder().decode(Uint8Array.from(bytes))
}

const logOf = (name: string): string => readFileSync(join(dataDir, 'logs', name), 'utf8')

test('the built shell hands its windows doors, keeps them in, and ends in order', async () => {
  const displays = [
    { id: 1, x: 0, y: 0, width: 1920, height: 1080 },
    { id: 2, x: 1920, y: 0, width: 1920, height: 1080 },
  ]
  const shell = await start({ args: ['--window', 'seat', '--window', 'wall'], displays })
  const seat = await shell.window('seat')
  const wall = await shell.window('wall')

  await test.step('each window is welcomed as what it is', async () => {
    expect(await greet(seat)).toMatchObject({ t: 'welcome', caller: 'seat' })
    expect(await greet(wall)).toMatchObject({ t: 'welcome', caller: 'wall' })
  })

  await test.step('the page has the bridge and nothing of Node', async () => {
    const globals = () => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process'), typeof Reflect.get(window, 'ipcRenderer')]
    expect(await seat.evaluate(globals)).toEqual(['undefined', 'undefined', 'undefined'])
    expect(await seat.evaluate(() => Object.keys(Reflect.get(window, 'wanmiDoor') as object))).toEqual(['requestDoor', 'onHostGone'])
  })

  await test.step('it leads nowhere and opens nothing', async () => {
    const before = seat.url()
    await seat.evaluate(() => {
      location.href = 'http://127.0.0.1:9/'
    })
    await expect.poll(() => logOf('shell.log')).toContain('refused navigation to http://127.0.0.1:9/')
    expect(seat.url()).toBe(before)
    expect(await seat.evaluate(() => window.open('http://127.0.0.1:9/other') === null)).toBe(true)
    await expect.poll(() => logOf('shell.log')).toContain('refused new window for http://127.0.0.1:9/other')
  })

  await test.step('permissions are refused', async () => {
    const states = await seat.evaluate(() =>
      Promise.all((['geolocation', 'notifications', 'camera'] as const).map(async (name) => (await navigator.permissions.query({ name })).state)),
    )
    expect(states).toEqual(['denied', 'denied', 'denied'])
  })

  await test.step('the wall stands on the second display, and comes back from it when that is unplugged', async () => {
    const left = (): Promise<number> => wall.evaluate(() => window.screenX)
    await expect.poll(left).toBeGreaterThanOrEqual(1920)
    shell.control({ control: 'displays', displays: displays.slice(0, 1) })
    await expect.poll(left).toBeLessThan(1920)
  })

  await test.step('a killed host comes back with the next generation, and the windows hear of it', async () => {
    await seat.evaluate(() => {
      ;(window as unknown as { wanmiDoor: { onHostGone(listener: () => void): void } }).wanmiDoor.onHostGone(() => {
        document.documentElement.dataset['hostGone'] = 'yes'
      })
    })
    const { generation } = (await shell.status()).host
    process.kill(await shell.hostPid(), 'SIGKILL')
    await expect(seat.locator('html[data-host-gone=yes]')).toBeAttached()
    expect(await greet(seat)).toMatchObject({ t: 'welcome', generation: expect.any(Number) })
    expect((await shell.status()).host.generation).toBeGreaterThan(generation)
  })

  await test.step('nothing is left running', async () => {
    const { hostPid, platformPid } = await shell.status()
    expect(await shell.stop()).toBe(0)
    for (const pid of [hostPid, platformPid]) expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH')
  })
})

test('a case is taken, the host is killed, the window says so and heals', async () => {
  const shell = await start({ args: ['--window', 'seat', '--window', 'wall'] })

  await tellElectronStory(await shell.window('seat'), await shell.window('wall'), async () => {
    process.kill(await shell.hostPid(), 'SIGKILL')
  })

  expect(await shell.stop()).toBe(0)
})
