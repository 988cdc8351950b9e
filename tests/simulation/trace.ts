import { createHash } from 'node:crypto'

/** What happened, line by line: its hash tells two runs apart, its last lines tell the story of a failure. */
export class Trace {
  readonly #hash = createHash('sha256')
  readonly #keeps: boolean
  readonly lines: string[] = []

  constructor(keeps: boolean) {
    this.#keeps = keeps
  }

  note(at: number, text: string): void {
    const line = `${clockText(at)} ${text}`
    this.#hash.update(line).update('\n')
    if (this.#keeps) this.lines.push(line)
  }

  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}

/** Minutes, seconds and thousandths since the hall opened. */
export function clockText(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  return `${String(minutes).padStart(2, '0')}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}`
}
