import type { ServerResponse } from 'node:http'
import type { PositionsLine } from '#shared/platform-api/field.ts'
import type { Platform } from '../platform.ts'
import type { Positions } from '../field/positions.ts'

/** A reader that takes nothing for so long is gone. */
const STALLED_MS = 60_000

/**
 * One open stream of positions: a snapshot, then what became newer at each turn. Nothing piles up: a slow reader's turns are
 * left out, and the next line has the newest of everything since its last one. Ends when the store is lost, so that the reader
 * notices.
 */
export class PositionsStream {
  readonly #response: ServerResponse
  readonly #positions: Positions
  readonly #platform: Platform
  #sentRev = 0

  constructor(response: ServerResponse, platform: Platform, positions: Positions) {
    this.#response = response
    this.#platform = platform
    this.#positions = positions
  }

  open(): void {
    const response = this.#response
    response.once('error', () => response.destroy())
    this.#write('snapshot')
    const stopTurns = this.#positions.listen(() => {
      this.#write('batch')
    })
    const stopFeed = this.#platform.feed.listen({
      changed: () => undefined,
      beat: () => undefined,
      lost: () => response.end(),
    })
    response.once('close', () => {
      stopTurns()
      stopFeed()
    })
  }

  #write(type: PositionsLine['type']): void {
    const response = this.#response
    if (response.destroyed || response.writableEnded || response.writableNeedDrain) return
    const line: PositionsLine = { type, time: this.#platform.clock.now(), fixes: this.#positions.since(this.#sentRev) }
    this.#sentRev = this.#positions.rev
    if (response.write(`${JSON.stringify(line)}\n`)) return
    const stalled = setTimeout(() => response.destroy(), STALLED_MS)
    const settle = (): void => {
      clearTimeout(stalled)
    }
    response.once('drain', settle)
    response.once('close', settle)
  }
}
