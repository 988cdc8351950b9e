import { describe, expect, it } from 'vitest'
import { parseHallOptions } from '#main/shell-common/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { chooseShell } from './choose-shell.ts'
import type { Machine } from './choose-shell.ts'

interface Has {
  readonly display?: boolean
  readonly electron?: 'present' | 'fetchable' | 'none'
  readonly browser?: boolean
  readonly noFetch?: boolean
}

/** A machine with these things, and what was said and fetched on it. */
function machineWith({ display = true, electron = 'none', browser = true, noFetch = false }: Has) {
  const said: string[] = []
  let has = electron === 'present'
  let fetches = 0
  const machine: Machine = {
    hasDisplay: display,
    findElectron: () => (has ? '/electron' : undefined),
    whyNotFetched: () => (noFetch ? ['不下载', 'not fetched'] : undefined),
    fetchElectron: async () => {
      fetches += 1
      has = electron !== 'none'
      return undefined
    },
    findBrowser: () => (browser ? '/usr/bin/chromium' : undefined),
  }
  const choose = (...argv: string[]) =>
    chooseShell(unwrap(parseHallOptions(argv, {})), machine, (zh, en) => said.push(`${zh} ${en}`))
  return { choose, said, fetches: () => fetches }
}

describe('the shell of a machine', () => {
  it('is Electron when its program is there', async () => {
    const { choose, fetches } = machineWith({ electron: 'present' })

    expect(unwrap(await choose())).toEqual({ shell: 'electron', program: '/electron' })
    expect(fetches()).toBe(0)
  })

  it('is Electron when it can be had in time', async () => {
    expect(unwrap(await machineWith({ electron: 'fetchable' }).choose()).shell).toBe('electron')
  })

  it('is the system’s browser when Electron cannot be had, and that is said', async () => {
    const { choose, said } = machineWith({})

    expect(unwrap(await choose())).toEqual({ shell: 'browser', program: '/usr/bin/chromium' })
    expect(said.at(-1)).toContain('Electron could not be had within 10 seconds')
  })

  it('fetches nothing where that was forbidden or has just failed', async () => {
    const { choose, fetches } = machineWith({ electron: 'fetchable', noFetch: true })

    expect(unwrap(await choose()).shell).toBe('browser')
    expect(fetches()).toBe(0)
  })

  it.each([
    [{ display: false, electron: 'present' }, []],
    [{ electron: 'present' }, ['--headless']],
    [{ browser: false }, []],
  ] as const)('only serves on %j with %j', async (has, argv) => {
    expect(unwrap(await machineWith(has).choose(...argv))).toEqual({ shell: 'browser', program: null })
  })

  it('is the one that was asked for', async () => {
    expect(unwrap(await machineWith({ electron: 'present' }).choose('--shell=browser')).shell).toBe('browser')
    expect(unwrap(await machineWith({ electron: 'fetchable' }).choose('--shell=electron')).shell).toBe('electron')
  })

  it('is the system’s browser with a passphrase, which no other takes, and that is said', async () => {
    const { choose, said, fetches } = machineWith({ electron: 'present' })

    expect(unwrap(await choose('--passphrase-file', 'words')).shell).toBe('browser')
    expect(said.at(-1)).toContain('--passphrase-file is for the browser shell only')
    expect(fetches()).toBe(0)
  })

  it('is refused when Electron is asked for together with a passphrase, before anything is fetched', async () => {
    const { choose, fetches } = machineWith({ electron: 'fetchable' })

    expect(await choose('--shell=electron', '--passphrase-file', 'words')).toMatchObject({
      error: { code: 'passphrase-needs-browser' },
    })
    expect(fetches()).toBe(0)
  })

  it('is refused, not replaced, when Electron was asked for and cannot be had', async () => {
    const chosen = await machineWith({}).choose('--shell=electron')

    expect(chosen.ok ? null : chosen.error.code).toBe('no-shell')
  })
})
