// Seeds know nothing of each other, so each core has its share of them in a process of its own.
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { runNode, seconds } from '#build/run.ts'
import type { SimOptions } from './options.ts'
import { say } from './say.ts'

export interface Tally {
  readonly failed: number
  readonly commands: number
  readonly virtualMs: number
  /** Whole halls among them; the others are brief. */
  readonly whole: number
}

/** Seeds of one part between two words of how far it is. */
const TOLD_EVERY = 250
/** Seeds of all parts between two lines of progress. */
const SHOWN_EVERY = 1_000

export const isTold = (done: number): boolean => done % TOLD_EVERY === 0
export const sayProgress = (): void => say(`done: ${TOLD_EVERY}`)
export const sayTally = ({ failed, commands, virtualMs, whole }: Tally): void =>
  say(`part: ${failed} ${commands} ${Math.round(virtualMs)} ${whole}`)

/** What every part finds is shown as it is found, and how far all of them are. */
export async function runInParts(options: SimOptions): Promise<Tally> {
  const parts = Math.min(8, availableParallelism())
  const { seeds, firstSeed, isWhole } = options
  const progress = new Progress(seeds)
  const tallies = await Promise.all(
    Array.from({ length: parts }, async (_, index) => {
      const args = ['--seeds', String(seeds), '--seed', String(firstSeed), '--part', `${index}/${parts}`, ...(isWhole ? ['--whole'] : [])]
      let tally: Tally | null = null
      const heard = new PassThrough()
      const lines = createInterface({ input: heard })
      lines.on('line', (line) => {
        const told = tallyOf(line)
        if (told !== null) tally = told
        else if (line.startsWith('done: ')) progress.add(Number(line.slice('done: '.length)))
        else say(line)
      })
      const ended = new Promise((resolve) => lines.once('close', resolve))
      await runNode('build/sim.ts', args, { onOutput: (chunk) => heard.write(chunk) })
      heard.end()
      await ended
      // One that died without a word has failed.
      return tally ?? { failed: 1, commands: 0, virtualMs: 0, whole: 0 }
    }),
  )
  return tallies.reduce((a, b) => ({
    failed: a.failed + b.failed,
    commands: a.commands + b.commands,
    virtualMs: a.virtualMs + b.virtualMs,
    whole: a.whole + b.whole,
  }))
}

function tallyOf(line: string): Tally | null {
  const told = /^part: (\d+) (\d+) (\d+) (\d+)$/.exec(line)
  if (told === null) return null
  const [failed = 1, commands = 0, virtualMs = 0, whole = 0] = told.slice(1).map(Number)
  return { failed, commands, virtualMs, whole }
}

class Progress {
  readonly #of: number
  readonly #since = performance.now()
  #done = 0

  constructor(of: number) {
    this.#of = of
  }

  add(seeds: number): void {
    const shown = Math.floor(this.#done / SHOWN_EVERY)
    this.#done += seeds
    if (Math.floor(this.#done / SHOWN_EVERY) === shown || this.#done >= this.#of) return
    const tookMs = performance.now() - this.#since
    const leftMs = (tookMs / this.#done) * (this.#of - this.#done)
    say(`${this.#done} of ${this.#of} seeds, ${seconds(tookMs)}; about ${Math.ceil(leftMs / 60_000)} min left`)
  }
}
