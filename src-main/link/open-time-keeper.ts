import type { Clock } from '#shared/kernel/clock.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import { lastPlatformWord } from './platform-word.ts'
import { TimeKeeper } from './time-keeper.ts'

/** The hall's time with what this machine's ledger knows of it from earlier runs. */
export async function openTimeKeeper(
  clock: Clock,
  ledger: Pick<LedgerApi, 'getMeta' | 'lastS' | 'commandsAt'>,
): Promise<TimeKeeper> {
  const lastKnown = (await lastPlatformWord(ledger)).time
  const [newest] = await ledger.commandsAt([await ledger.lastS()])
  return new TimeKeeper(clock, lastKnown, newest?.command.at)
}
