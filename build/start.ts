// npm start [-- OPTIONS]: builds if needed, chooses the shell that this machine can run, and runs it; --help names the options.
import { askRunning, exitCodes, findChromium, HALL_USAGE, hasDisplay, lockHolder, parseHallOptions, sayRefusal, sayTo } from '#main/shell-common/index.ts'
import type { HallOptions, Say } from '#main/shell-common/index.ts'
import { ensureBuilt } from './build.ts'
import { chooseShell } from './start/choose-shell.ts'
import { fetchElectron, findElectron, whyNotFetched } from './start/electron-binary.ts'
import { runShell } from './start/run-shell.ts'

/** A build that takes longer than this is spoken of. */
const QUIET_MS = 800

async function start(options: HallOptions, say: Say): Promise<number> {
  // Before building: another instance may be running from the very files.
  const holder = lockHolder(options.dataDir)
  if (holder !== null) {
    sayRefusal(say, { code: 'already-running', detail: `pid ${String(holder)}, ${options.dataDir}` })
    return exitCodes.alreadyRunning
  }
  if (!(await build(say))) return exitCodes.failed
  const machine = {
    hasDisplay: hasDisplay(process.env),
    findElectron,
    fetchElectron,
    whyNotFetched: () => whyNotFetched(process.env, Date.now()),
    findBrowser: () => findChromium(),
  }
  const chosen = await chooseShell(options, machine, say)
  if (!chosen.ok) {
    sayRefusal(say, chosen.error)
    return exitCodes.noShell
  }
  say(`数据目录 ${options.dataDir}`, 'the data folder')
  return runShell(chosen.value, options)
}

async function build(say: Say): Promise<boolean> {
  const words = setTimeout(() => {
    say('正在构建，首次需要几十秒', 'building; the first time takes some ten seconds')
  }, QUIET_MS)
  const outcome = await ensureBuilt()
  clearTimeout(words)
  if (!outcome.ok) console.error(outcome.why)
  return outcome.ok
}

async function main(): Promise<number> {
  const options = parseHallOptions(process.argv.slice(2), process.env)
  if (!options.ok) {
    console.error(HALL_USAGE)
    sayRefusal(sayTo(process.stderr), options.error)
    return exitCodes.badOption
  }
  if (options.value.help) {
    console.log(HALL_USAGE)
    return exitCodes.ended
  }
  // With --headless, standard output belongs to programs.
  const toPrograms = options.value.headless || options.value.ask !== null
  const say = sayTo(toPrograms ? process.stderr : process.stdout)
  return options.value.ask === null ? start(options.value, say) : askRunning(options.value, say)
}

process.exit(await main())
