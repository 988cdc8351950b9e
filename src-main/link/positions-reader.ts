import { ok } from '#shared/kernel/result.ts'
import type { Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { PositionsLine } from '#shared/platform-api/field.ts'
import type { LinkResult, PlatformClient } from './platform-client.ts'
import { StreamKeeper } from './stream-keeper.ts'
import type { Opened } from './stream-keeper.ts'

export interface PositionsEvents {
  heard(line: PositionsLine): void
  /** The stream could not be opened, broke or fell silent; told once for each time. */
  lost(code: ErrorCode): void
  failed(error: unknown): void
}

export interface PositionsReaderOptions {
  readonly client: Pick<PlatformClient, 'positions'>
  readonly events: PositionsEvents
  readonly timers: Timers
  readonly random: Random
}

/** Longest wait between two streams, unless the platform asks for more. */
const LONGEST_PAUSE_MS = 5_000

/**
 * Keeps one stream of positions open, apart from the feed: neither may hold up the other. Nothing is stored; after a break the
 * snapshot at the start of the next stream says everything.
 */
export function positionsReader({ client, events, timers, random }: PositionsReaderOptions): StreamKeeper<PositionsLine> {
  const take = (line: PositionsLine): Promise<null> => {
    events.heard(line)
    return Promise.resolve(null)
  }
  return new StreamKeeper({
    timers,
    random,
    longestPauseMs: LONGEST_PAUSE_MS,
    line: PositionsLine,
    async open(signal): Promise<LinkResult<Opened<PositionsLine>>> {
      const opened = await client.positions(signal)
      return opened.ok ? ok({ stream: opened.value, take }) : opened
    },
    lost: (code) => {
      events.lost(code)
    },
    failed: (error) => {
      events.failed(error)
    },
  })
}
