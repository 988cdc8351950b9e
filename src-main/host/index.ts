// Entry of the host process, the same file under both shells: waits for `launch`, then serves until told to stop or left alone.
import { openChannel } from './channel.ts'
import { HallHost } from './hall-host.ts'
import { HostLaunch, ShellMessage } from './launch.ts'
import { openLog } from './log.ts'
import type { Leave } from './lost-thread.ts'
import type { RecoveryHost } from './recovery-host.ts'
import type { HostMessage } from './launch.ts'
import type { PortLike } from '../doors/port-wire.ts'

const ALIVE_MS = 1_000
/** Longer than all steps of a stop together; then the process ends anyway, and the ledger's own durability has to do. */
const STOP_DEADLINE_MS = 12_000

const channel = openChannel()
const log = openLog()
let starting: Promise<HallHost | RecoveryHost | null> | null = null
let isStopping = false

const say = (message: HostMessage): void => {
  channel.send(message)
}

async function start(launch: HostLaunch): Promise<HallHost | RecoveryHost | null> {
  const started = await HallHost.start(launch, log, say, leave)
  if (!started.ok) {
    say({ type: 'failed', code: started.error.code, detail: started.error.detail ?? null })
    return null
  }
  say({ type: 'ready', origin: started.value.origin, trouble: started.value.trouble })
  return started.value
}

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  setTimeout(() => process.exit(exitCode), STOP_DEADLINE_MS).unref()
  const host = await starting?.catch(() => null)
  // What cannot be closed in order any more must not keep the next host waiting.
  await host?.stop().catch((error: unknown) => {
    log.error('stop', error)
  })
  say({ type: 'stopped' })
  process.exit(exitCode)
}

const leave: Leave = (why) => {
  if (isStopping) return
  if (why !== null) say({ type: 'failed', code: why.code, detail: why.detail ?? null })
  void stop(why === null ? 0 : 1)
}

/** A host that has lost its footing must not go on half alive: the shell starts a fresh one. */
function fail(where: string, error: unknown): void {
  log.error(where, error)
  leave({ code: 'internal', detail: where })
}

async function receive(message: unknown, ports: readonly PortLike[]): Promise<void> {
  const launch = HostLaunch.safeParse(message)
  if (launch.success && starting === null) {
    starting = start(launch.data)
    if ((await starting) === null) await stop(2)
    return
  }
  const told = ShellMessage.safeParse(message)
  if (!told.success) return
  if (told.data.type === 'stop') {
    await stop(0)
    return
  }
  const host = await starting
  if (told.data.type === 'ticket') {
    const { id, caller, entry, pane } = told.data
    if (host !== null) say({ type: 'ticket', id, ticket: host.mintTicket(caller, entry, pane) })
  } else if (told.data.type === 'displays') {
    host?.setDisplays(told.data)
  } else if (ports[0] !== undefined) {
    host?.acceptPort(ports[0], told.data.caller, told.data.pane)
  }
}

channel.onMessage((message, ports) => {
  receive(message, ports).catch((error: unknown) => {
    fail('start', error)
  })
})
channel.onGone(() => {
  void stop(0)
})
process.on('SIGTERM', () => {
  void stop(0)
})
// Ctrl+C reaches the whole terminal group; the shell decides the order in which things end.
process.on('SIGINT', () => undefined)
process.on('uncaughtException', (error) => {
  fail('uncaught', error)
})
process.on('unhandledRejection', (error) => {
  fail('unhandled', error)
})
setInterval(() => {
  say({ type: 'alive' })
}, ALIVE_MS)
