// A seat's ledger, in the thread the product gives it, at work: acts, outcomes, drafts, numbers, with a restart now and then.
// Each line it prints says that something is safe.
import { writeSync } from 'node:fs'
import { WorkerClient } from '#main/db/worker-client.ts'
import { ledgerOf } from '#main/db/worker-apis.ts'
import { workerUrls } from '#main/db/worker-urls.ts'
import type { LedgerApi } from '#main/db/ledger-api.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import { aDraft, aReport, anAudit } from '../../builders/a-command.ts'
import { diceOf } from '../data/dice.ts'
import type { Dice } from '../data/dice.ts'
import type { Safe } from './safe.ts'

const DAY = '20261116'
const DRAFTS = 12
const SESSIONS = 3

const say = (safe: Safe): void => void writeSync(1, `${JSON.stringify(safe)}\n`)

async function openLedger(dataDir: string): Promise<LedgerApi> {
  const worker = new WorkerClient('ledger', workerUrls.ledger, ({ reason }) => {
    throw new Error(reason)
  })
  unwrap(await worker.open({ dataDir, seat: '1', lastS: 0 }))
  return ledgerOf(worker)
}

/** What a shift does to a ledger, in the mix of a busy morning. */
class Shift {
  readonly #dice: Dice
  #acts = 0
  #waiting: CmdId[] = []
  readonly #revs = new Map<number, number>()

  constructor(dice: Dice) {
    this.#dice = dice
  }

  async step(ledger: LedgerApi): Promise<void> {
    const throwOf = this.#dice.roll(10)
    if (throwOf < 6) await this.#act(ledger)
    else if (throwOf < 8) await this.#hear(ledger)
    else if (throwOf < 9) await this.#draft(ledger)
    else say({ number: (await ledger.takeNumber(DAY)) ?? '' })
  }

  async #act(ledger: LedgerApi): Promise<void> {
    const count = 1 + this.#dice.roll(3)
    const description = '井盖破损，行人绕行。'.repeat(1 + this.#dice.roll(60))
    const commands = Array.from({ length: count }, () => aReport((this.#acts += 1), this.#acts, { description }))
    unwrap(await ledger.append(commands, anAudit()))
    for (const { id } of commands) {
      say({ command: id })
      this.#waiting.push(id)
    }
  }

  async #hear(ledger: LedgerApi): Promise<void> {
    const ids = this.#waiting.splice(0, 1 + this.#dice.roll(5))
    await ledger.recordOutcomes(ids.map((id) => ({ id, result: 'accepted', epoch: 'e', seq: this.#acts, ver: 1 })))
    for (const outcome of ids) say({ outcome })
  }

  async #draft(ledger: LedgerApi): Promise<void> {
    const n = 1 + this.#dice.roll(DRAFTS)
    const rev = (this.#revs.get(n) ?? 0) + 1
    this.#revs.set(n, rev)
    const draft = aDraft(n, { rev, sealed: `s1.k.${'x'.repeat(100 + this.#dice.roll(2_000))}${String(rev)}` })
    unwrap(await ledger.saveDraft(draft))
    say({ draft: draft.id, rev })
  }
}

const [, , dataDir = '', steps = '0', seed = '1'] = process.argv
const shift = new Shift(diceOf(Number(seed)))
for (let session = 0; session < SESSIONS; session += 1) {
  const ledger = await openLedger(dataDir)
  if (session === 0) await ledger.addBlocks([{ day: DAY, district: '341523', from: 1, to: 99_999 }])
  for (let step = 0; step < Number(steps) / SESSIONS; step += 1) await shift.step(ledger)
  await ledger.close()
}
