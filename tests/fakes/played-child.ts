import type { HostMessage } from '#main/host/launch.ts'
import type { ChildExit, HallChild } from '#main/shell-common/child.ts'

/** A host or a platform played by the test: what it was told, and a mouth to speak with. */
export class PlayedChild implements HallChild {
  readonly pid = 4242
  readonly told: unknown[] = []
  #message: (message: unknown) => void = () => undefined
  #line: (line: string) => void = () => undefined
  #exits: ((exit: ChildExit) => void)[] = []
  isKilled = false

  send(message: unknown): void {
    this.told.push(message)
  }

  end(): void {
    this.leave({ code: 0, signal: null })
  }

  kill(): void {
    this.isKilled = true
    this.leave({ code: null, signal: 'SIGKILL' })
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener
  }

  onLine(listener: (line: string) => void): void {
    this.#line = listener
  }

  onExit(listener: (exit: ChildExit) => void): void {
    this.#exits.push(listener)
  }

  /** As a host speaks. */
  say(message: HostMessage): void {
    this.#message(message)
  }

  /** As a platform speaks: on its standard output. */
  print(line: string): void {
    this.#line(line)
  }

  leave(exit: ChildExit): void {
    const listeners = this.#exits
    this.#exits = []
    for (const listener of listeners) listener(exit)
  }
}
