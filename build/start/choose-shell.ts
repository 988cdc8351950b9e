import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HallOptions, Say } from '#main/shell-common/index.ts'

/** Which program shows the windows. `program` is null where the shell only serves. */
export type ChosenShell =
  { readonly shell: 'electron'; readonly program: string } | { readonly shell: 'browser'; readonly program: string | null }

/** What is asked of the machine; a fake in tests. */
export interface Machine {
  readonly hasDisplay: boolean
  findElectron(): string | undefined
  whyNotFetched(): readonly [string, string] | undefined
  fetchElectron(): Promise<string | undefined>
  findBrowser(): string | undefined
}

/**
 * Electron when its program is there or can be had within ten seconds, else a browser of the Chromium family, else none: then the
 * shell serves and says where. Says which and why. With a passphrase it is the browser, which alone takes one. Refuses only
 * what was asked for by name (`no-shell`, `passphrase-needs-browser`).
 */
export async function chooseShell(options: HallOptions, machine: Machine, say: Say): Promise<Result<ChosenShell>> {
  const hasPassphrase = options.passphraseFile !== null
  if (options.shell === 'electron') return hasPassphrase ? refuse('passphrase-needs-browser') : orderedElectron(machine, say)
  if (options.headless) return serving(say, '--headless：只提供服务', '--headless: serving only')
  if (!machine.hasDisplay)
    return serving(say, '没有显示器（DISPLAY、WAYLAND_DISPLAY 为空）：只提供服务', 'no display: serving only')
  if (options.shell === 'browser') return browser(machine, say, '--shell=browser', '--shell=browser')
  if (hasPassphrase)
    return browser(machine, say, '--passphrase-file 只用于浏览器外壳', '--passphrase-file is for the browser shell only')
  const present = machine.findElectron()
  if (present !== undefined) return electron(present, say, '本机已有', 'it is on this machine')
  const [zh, en] = machine.whyNotFetched() ?? (await fetched(machine, say))
  const got = machine.findElectron()
  return got === undefined ? browser(machine, say, zh, en) : electron(got, say, '刚刚下载', 'just fetched')
}

async function orderedElectron(machine: Machine, say: Say): Promise<Result<ChosenShell>> {
  const present = machine.findElectron()
  if (present !== undefined) return electron(present, say, '--shell=electron', '--shell=electron')
  const why = machine.whyNotFetched() ?? (await fetched(machine, say))
  const got = machine.findElectron()
  return got === undefined ? refuse('no-shell', `electron: ${why.join(' · ')}`) : electron(got, say, '刚刚下载', 'just fetched')
}

/** Tries; what stands here is said when it did not work. */
async function fetched(machine: Machine, say: Say): Promise<readonly [string, string]> {
  say('正在下载 Electron，最多等 10 秒', 'fetching Electron, for at most 10 seconds')
  await machine.fetchElectron()
  return ['10 秒内没有得到 Electron', 'Electron could not be had within 10 seconds']
}

function electron(program: string, say: Say, zh: string, en: string): Result<ChosenShell> {
  say(`外壳：Electron（${zh}）`, `shell: Electron (${en})`)
  return ok({ shell: 'electron', program })
}

function browser(machine: Machine, say: Say, zh: string, en: string): Result<ChosenShell> {
  const program = machine.findBrowser()
  if (program === undefined)
    return serving(say, `${zh}；也没有 Chromium、Chrome、Edge：只提供服务`, `${en}; no Chromium, Chrome or Edge: serving only`)
  say(`外壳：系统浏览器 ${program}（${zh}）`, `shell: the system's browser (${en})`)
  return ok({ shell: 'browser', program })
}

function serving(say: Say, zh: string, en: string): Result<ChosenShell> {
  say(`外壳：无窗口（${zh}）`, `shell: without windows (${en})`)
  return ok({ shell: 'browser', program: null })
}
