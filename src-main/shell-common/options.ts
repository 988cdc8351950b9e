import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SeatId } from '#shared/kernel/ids.ts'
import type { LanOptions } from './lan-options.ts'
import { lanSpec, readLanOptions, toLanArguments } from './lan-options.ts'
import type { PlayOptions } from './play-options.ts'
import { playSpec, readPlayOptions, toPlayArguments } from './play-options.ts'
import type { WallOptions } from './wall-options.ts'
import { readWallOptions, toWallArguments, wallSpec } from './wall-options.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

/** What the embedded platform is filled with at its first start. */
export const townNames = ['small', 'county', 'city', 'none'] as const
export type TownName = (typeof townNames)[number]

export const windowKinds = ['seat', 'wall'] as const
export type WindowKind = (typeof windowKinds)[number]

/** How a hall is started; the same words for `npm start` and for both shells. */
export interface HallOptions {
  /** Absolute. */
  readonly dataDir: string
  /** "embedded" is our own. Null: what a former start used, else our own. */
  readonly platformUrl: string | null
  /** PEM file of the only authority whose certificates the platform may show; null: the remembered one, else the machine's. */
  readonly platformCaFile: string | null
  /** False: start no platform of our own, whatever is remembered. */
  readonly startPlatform: boolean
  readonly town: TownName
  /** Past and life of the generated town. */
  readonly play: PlayOptions
  /** File with enrolment codes (`{"1": "…"}`, or one code); null: our own platform's. A code never stands in an argument. */
  readonly enrolFile: string | null
  /** File with the passphrase this machine's key is under; null: the key rests in a file or a key ring. */
  readonly passphraseFile: string | null
  /** File with the recovery code of this machine: its key is brought back from the sealed copy. */
  readonly recoveryCodeFile: string | null
  /** Null: the seat remembered from a former start, else 1. */
  readonly seat: SeatId | null
  /** Null: whichever the machine has. */
  readonly shell: 'browser' | 'electron' | null
  readonly headless: boolean
  /** Windows to open at the start. */
  readonly windows: readonly WindowKind[]
  /** The wall over all monitors; null: none. */
  readonly wall: WallOptions | null
  /** 本厅互联; null: off. */
  readonly lan: LanOptions | null
  /** Ask the instance that runs on this data for something instead of starting one. */
  readonly ask: { readonly do: 'entry' | 'open'; readonly window: WindowKind } | { readonly do: 'status' | 'stop' } | null
  /** Null: the port remembered from a former start, else any free one. */
  readonly webPort: number | null
  /** Check what the host answers against its contract: development and tests. */
  readonly checkReplies: boolean
  /** Stop when standard input ends: how `npm start` ties its shell to itself. */
  readonly untilStdinEnds: boolean
  readonly help: boolean
}

const spec = {
  'data-dir': { type: 'string' },
  'platform-url': { type: 'string' },
  'platform-ca': { type: 'string' },
  'no-platform': { type: 'boolean' },
  'town': { type: 'string' },
  'enrol-file': { type: 'string' },
  'passphrase-file': { type: 'string' },
  'recovery-code-file': { type: 'string' },
  'seat': { type: 'string' },
  'shell': { type: 'string' },
  'headless': { type: 'boolean' },
  'window': { type: 'string', multiple: true },
  'entry': { type: 'string' },
  'open': { type: 'string' },
  'status': { type: 'boolean' },
  'stop': { type: 'boolean' },
  ...wallSpec,
  ...lanSpec,
  ...playSpec,
  'web-port': { type: 'string' },
  'check-replies': { type: 'boolean' },
  'until-stdin-ends': { type: 'boolean' },
  'help': { type: 'boolean', short: 'h' },
} as const

/** Reads a command line; `bad-request` names the option that is wrong. */
export function parseHallOptions(argv: readonly string[], env: NodeJS.ProcessEnv): Result<HallOptions> {
  const parsed = parse(argv)
  if (!parsed.ok) return parsed
  const { values } = parsed.value
  const dataDir = values['data-dir'] ?? env['HALL_DATA_DIR'] ?? defaultDataDir(env)
  if (dataDir === '' || dataDir.includes('\0')) return refuse('bad-request', '--data-dir')
  const checked = checkWords(values)
  if (!checked.ok) return checked
  const play = readPlayOptions(values, checked.value.town !== 'none' && env['HALL_LIFE'] !== 'off')
  if (!play.ok) return play
  const lan = readLanOptions(values)
  if (!lan.ok) return lan
  return ok({
    ...checked.value,
    play: play.value,
    lan: lan.value,
    dataDir: fromCaller(dataDir, env),
    startPlatform: values['no-platform'] !== true,
    platformCaFile: values['platform-ca'] === undefined ? null : fromCaller(values['platform-ca'], env),
    enrolFile: values['enrol-file'] === undefined ? null : fromCaller(values['enrol-file'], env),
    passphraseFile: pathFromCaller(values['passphrase-file'], env),
    recoveryCodeFile: pathFromCaller(values['recovery-code-file'], env),
    headless: values.headless ?? false,
    checkReplies: values['check-replies'] ?? false,
    untilStdinEnds: values['until-stdin-ends'] ?? false,
    help: values.help ?? false,
  })
}

/** The command line that gives these options again to a shell. */
export function toArguments(options: HallOptions): string[] {
  const flag = (name: string, isSet: boolean): string[] => (isSet ? [`--${name}`] : [])
  const value = (name: string, word: string | number | null): string[] => (word === null ? [] : [`--${name}`, String(word)])
  return [
    ...value('data-dir', options.dataDir),
    ...value('platform-url', options.platformUrl),
    ...value('platform-ca', options.platformCaFile),
    ...flag('no-platform', !options.startPlatform),
    ...value('town', options.town),
    ...toPlayArguments(options.play),
    ...value('enrol-file', options.enrolFile),
    ...value('passphrase-file', options.passphraseFile),
    ...value('recovery-code-file', options.recoveryCodeFile),
    ...value('seat', options.seat),
    ...flag('headless', options.headless),
    ...options.windows.flatMap((kind) => value('window', kind)),
    ...toWallArguments(options.wall),
    ...toLanArguments(options.lan),
    ...value('web-port', options.webPort),
    ...flag('check-replies', options.checkReplies),
    ...flag('until-stdin-ends', options.untilStdinEnds),
  ]
}

/** Windows: %APPDATA%; elsewhere $XDG_DATA_HOME, which counts only when absolute, or ~/.local/share. */
export function defaultDataDir(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'wanmi-hall')
  const shared = env['XDG_DATA_HOME']
  return join(shared?.startsWith('/') === true ? shared : join(homedir(), '.local', 'share'), 'wanmi-hall')
}

type Values = ReturnType<typeof parseArgs<{ options: typeof spec }>>['values']
type Words = Pick<HallOptions, 'platformUrl' | 'town' | 'seat' | 'shell' | 'windows' | 'wall' | 'ask' | 'webPort'>

function parse(argv: readonly string[]) {
  try {
    return ok(parseArgs({ args: [...argv], options: spec }))
  } catch (error) {
    // parseArgs throws for what it does not know; its message names the option.
    return refuse('bad-request', error instanceof Error ? (error.message.split('. ')[0] ?? '') : '')
  }
}

function checkWords(values: Values): Result<Words> {
  const { town = 'county', shell, seat: seatWord } = values
  if (!isTownName(town)) return refuse('bad-request', `--town ${townNames.join('|')}`)
  if (shell !== undefined && shell !== 'browser' && shell !== 'electron') return refuse('bad-request', '--shell browser|electron')
  const seat = seatWord === undefined ? null : SeatId.safeParse(seatWord)
  if (seat?.success === false) return refuse('bad-request', '--seat')
  const port = values['web-port'] === undefined ? null : Number(values['web-port'])
  if (port !== null && (!Number.isInteger(port) || port < 0 || port > 65_535)) return refuse('bad-request', '--web-port')
  const wall = readWallOptions(values)
  if (!wall.ok) return wall
  const windows = values.window ?? (wall.value === null ? ['seat'] : [])
  if (!windows.every(isWindowKind)) return refuse('bad-request', '--window seat|wall')
  const url = readUrl(values['platform-url'])
  if (!url.ok) return url
  const ask = readAsk(values)
  if (!ask.ok) return ask
  return ok({
    town,
    shell: shell ?? null,
    seat: seat?.data ?? null,
    webPort: port,
    windows: [...new Set(windows)],
    wall: wall.value,
    platformUrl: url.value,
    ask: ask.value,
  })
}

function readAsk({ entry, open, status, stop }: Values): Result<HallOptions['ask']> {
  const named = [entry, open, status, stop].filter((word) => word !== undefined)
  if (named.length > 1) return refuse('bad-request', '--entry | --open | --status | --stop')
  if (entry !== undefined)
    return isWindowKind(entry) ? ok({ do: 'entry', window: entry }) : refuse('bad-request', '--entry seat|wall')
  if (open !== undefined) return isWindowKind(open) ? ok({ do: 'open', window: open }) : refuse('bad-request', '--open seat|wall')
  if (status === true) return ok({ do: 'status' })
  return ok(stop === true ? { do: 'stop' } : null)
}

/** An address without path, query or credentials; http only to this machine, because names and phones pass over it. */
function readUrl(word: string | undefined): Result<string | null> {
  if (word === undefined) return ok(null)
  if (word === 'embedded') return ok(word)
  const url = URL.canParse(word) ? new URL(word) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    return refuse('bad-request', '--platform-url')
  }
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url.protocol === 'http:' && !isLocal) return refuse('bad-request', '--platform-url: https is needed beyond this machine')
  return ok(url.href.replace(/\/$/, ''))
}

function isTownName(word: string): word is TownName {
  return townNames.some((name) => name === word)
}

export function isWindowKind(word: string): word is WindowKind {
  return windowKinds.some((kind) => kind === word)
}

const pathFromCaller = (path: string | undefined, env: NodeJS.ProcessEnv): string | null =>
  path === undefined ? null : fromCaller(path, env)

/** npm runs scripts in the project's folder and says in INIT_CWD where the person stood. */
function fromCaller(path: string, env: NodeJS.ProcessEnv): string {
  return resolve(env['INIT_CWD'] ?? process.cwd(), path)
}
