import { hash } from '@node-rs/argon2'
import { onTestFinished } from 'vitest'
import { openForWriting } from '#main/db-worker/driver.ts'
import { createLedger } from '#main/db-worker/ledger/ledger.ts'
import { createSeal } from '#main/db-worker/ledger/seal.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import { ledgerMigrations } from '#main/db-worker/migrations/index.ts'
import { migrate } from '#main/db-worker/migrations/migrate.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { Signals } from '#main/doors/signals.ts'
import type { Hall } from '#main/features/hall/index.ts'
import { Sealer } from '#main/features/personal/index.ts'
import { SessionService } from '#main/features/session/index.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import type { PersonId, SeatId } from '#shared/kernel/ids.ts'
import { aDataFolder } from './a-folder.ts'
import { TestPlatform } from './a-platform.ts'
import { TestSeat } from './a-seat.ts'
import { MONDAY_NINE } from './case-story.ts'

const HOUR = 3_600_000
const machineSealer = new Sealer({ id: 'k', key: Buffer.alloc(32, 9) })
export const LAST_WORD = MONDAY_NINE
export const PIN = '246810'

/** Who can sign in at a {@link SessionMachine}, all with {@link PIN}. */
const staff = [
  ['1003', '周敏', ['shift-leader']],
  ['1001', '王丽', ['acceptor', 'dispatcher']],
] as const

/** A ledger on a disk that can be made one that may only be read. */
export class FreezableLedger {
  readonly #db = openForWriting(`${aDataFolder()}/ledger.db`, { secureDelete: true })
  readonly api: SyncApi<LedgerApi>

  constructor() {
    onTestFinished(() => this.#db.close())
    const seal = createSeal(new Uint8Array(32))
    migrate(this.#db, ledgerMigrations, undefined, seal)
    this.api = createLedger({ db: this.#db, seat: '1' as SeatId, seal, lastS: 0 }, () => undefined)
  }

  freeze(): void {
    this.#db.exec('PRAGMA query_only = ON')
  }

  thaw(): void {
    this.#db.exec('PRAGMA query_only = OFF')
  }
}

/** A machine that has not heard the platform since Monday nine; the network and the clock are the only fakes. */
export class SessionMachine {
  readonly seat = new TestSeat()
  readonly platform = new TestPlatform()
  /** Those of the host that runs now. */
  signals = new Signals()
  readonly ledger: SyncApi<LedgerApi>
  /** What the service said of a ledger that takes nothing. */
  readonly failures: string[] = []
  service: SessionService
  now = LAST_WORD + 71 * HOUR
  rung = 'offline'
  contactAt = LAST_WORD

  constructor(ledger?: SyncApi<LedgerApi>) {
    this.ledger = ledger ?? this.seat.ledger
    this.service = this.#open()
  }

  /** A host that starts on what the one before has left. */
  async restart(): Promise<void> {
    this.signals = new Signals()
    this.service = this.#open()
    await this.service.resume()
  }

  async staff(): Promise<void> {
    for (const [id, name, posts] of staff) await this.roster(id, { name, posts })
  }

  /** The feed brings a person's row. */
  async roster(id: string, over: { name?: string; posts: readonly Post[]; active?: boolean }): Promise<void> {
    const verifier = machineSealer.seal(await hash(PIN, { memoryCost: 8, timeCost: 1 }), `person:${id}:verifier`)
    const usual = { id, name: id, department: null, dutyGrid: null, active: true, verifier, phone: null }
    this.platform.put('person', id, { ...usual, ...over }, this.platform.head + 2)
    this.seat.read(this.platform)
  }

  signIn = (over: object = {}): ReturnType<SessionService['signIn']> =>
    this.service.signIn({ person: '1001' as PersonId, secret: PIN, posts: ['acceptor'], shift: null, ...over })

  /** What was done, by whom on which post, to whom; oldest first. */
  trail(): readonly (readonly (string | null)[])[] {
    const question = { before: null, limit: 200, text: '', what: 'session.', from: null, to: null, persons: [] }
    const { rows } = this.ledger.auditPage(question)
    return rows.map(({ what, person, post, subject }) => [what, person, post, subject]).toReversed()
  }

  #open(): SessionService {
    return new SessionService({
      ...{ seat: '1' as SeatId, db: { ledger: this.ledger, cache: this.seat.reader }, sealer: machineSealer },
      link: { isOffline: true, status: () => ({ rung: this.rung, lastContactAt: this.contactAt }) },
      time: { now: () => this.now },
      signals: this.signals,
      clock: { now: () => this.now, monotonicMs: () => 0 },
      random: systemRandom,
      // Synchronous calls answer awaiting callers just as well; of the rest only what the service asks.
    } as unknown as Hall, (_, error) => this.failures.push(String(error)))
  }
}

/** The refusal's code, or ok. */
export const codeOf = (result: { ok: boolean; error?: { code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '')
