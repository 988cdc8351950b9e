/** How a child ended. */
export interface ChildExit {
  readonly code: number | null
  readonly signal: string | null
}

/** A child process as a shell starts it: child_process in the browser shell, utilityProcess in Electron. */
export interface HallChild {
  /** Undefined until the system has started it, and for good when it could not. */
  readonly pid: number | undefined
  /** Words of its command line that prove to a later start that it is ours; absent where the system ends it with its parent. */
  readonly marks?: readonly string[]
  /** A message over the child's own channel; `ports` are message ports that go along (Electron). */
  send(message: unknown, ports?: readonly unknown[]): void
  /** Asks it to end in order: closes what tells it that we are there, and SIGTERM where the system has that. */
  end(): void
  /** Ends it at once (SIGKILL). */
  kill(): void
  onMessage(listener: (message: unknown) => void): void
  /** A line of its standard output. */
  onLine(listener: (line: string) => void): void
  /** Called once. Also when it could not be started. */
  onExit(listener: (exit: ChildExit) => void): void
}

export type ChildProgram = 'host' | 'platform'

/** Starts out/main/`program`.js. Its standard error, and its output where nobody listens for lines, goes to `logFile`. */
export type StartChild = (program: ChildProgram, args: readonly string[], logFile: string) => HallChild

export function describeExit({ code, signal }: ChildExit): string {
  return signal ?? `exit ${String(code ?? '?')}`
}
