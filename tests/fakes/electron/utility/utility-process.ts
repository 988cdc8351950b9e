import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { PortTunnels } from '../message-port.ts'
import type { MessagePortMain } from '../message-port.ts'
import { standInVersion } from '../version.ts'
import type { FromUtility, ToUtility } from './protocol.ts'

interface ForkOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly execArgv?: readonly string[]
  readonly cwd?: string
  readonly stdio?: 'pipe' | 'ignore' | 'inherit' | readonly ('pipe' | 'ignore' | 'inherit')[]
  readonly serviceName?: string
}

/** A real Node process with Electron's parent port, its message ports tunnelled over its channel. */
export class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #tunnels: PortTunnels
  #hasExited = false

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super()
    const bootstrap = fileURLToPath(new URL('./bootstrap.ts', import.meta.url))
    const modes = typeof options.stdio === 'string' ? [options.stdio, options.stdio, options.stdio] : (options.stdio ?? ['ignore', 'inherit', 'inherit'])
    if (modes[0] !== 'ignore') throw new TypeError('stand-in: stdin of a utility process can only be ignored')
    this.#child = fork(modulePath, [...args], {
      execArgv: ['--import', bootstrap, ...(options.execArgv ?? [])],
      env: { ...(options.env ?? process.env), STANDIN_VERSION: standInVersion },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      serialization: 'advanced',
      stdio: ['ignore', modes[1] ?? 'inherit', modes[2] ?? 'inherit', 'ipc'],
    })
    const send = (message: ToUtility): void => {
      if (this.#child.connected) this.#child.send(message)
    }
    this.#tunnels = new PortTunnels({
      send: (id, data) => {
        send({ kind: 'port', id, data })
      },
      close: (id) => {
        send({ kind: 'port-close', id })
      },
    })
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message: FromUtility) => {
      this.#receive(message)
    })
    this.#child.on('exit', (code, signal) => {
      this.#hasExited = true
      this.#tunnels.closeAll()
      // Electron gives the number waitpid gives; a signal is more than 128 in a shell's way of saying it.
      this.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 15))
    })
  }

  get pid(): number | undefined {
    return this.#hasExited ? undefined : this.#child.pid
  }

  get stdout(): Readable | null {
    return this.#child.stdout
  }

  get stderr(): Readable | null {
    return this.#child.stderr
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    const carried = transfer.map((port) => this.#tunnels.carry(port))
    if (this.#child.connected) this.#child.send({ kind: 'message', data, ports: carried.map(({ id }) => id) } satisfies ToUtility)
    for (const { begin } of carried) begin()
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }

  #receive(message: FromUtility): void {
    if (message.kind === 'message') this.emit('message', message.data)
    else if (message.kind === 'port') this.#tunnels.receive(message.id, message.data)
    else this.#tunnels.closed(message.id)
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess =>
    new UtilityProcess(modulePath, args, options),
}
