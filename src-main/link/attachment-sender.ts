import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import type { LedgerApi, StoredAttachment } from '../db/ledger-api.ts'
import type { AttachmentClient } from './attachment-client.ts'
import { AttachmentUpload } from './attachment-upload.ts'
import type { StagedBytes, UploadEnd } from './attachment-upload.ts'
import { backoffMs } from './backoff.ts'
import { SendLoop } from './send-loop.ts'
import type { NextStep } from './send-loop.ts'

export interface AttachmentSenderOptions {
  readonly client: AttachmentClient
  readonly ledger: Pick<LedgerApi, 'sendableAttachments' | 'noteAttachment'>
  readonly bytes: StagedBytes
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly isOffline: () => boolean
  /** Do commands wait that could go now? They go first. */
  readonly commandsWait: () => boolean
  /** Something a window shows has changed. */
  readonly onChanged: () => void
  readonly onConfirmed: (hash: string) => void
  readonly onFailure: (where: string, error: unknown) => void
}

export interface Transfer {
  readonly sent: number
  /** Bytes a second. */
  readonly rate: number
}

interface Rest {
  readonly until: number
  readonly failures: number
}

/** A piece waits for commands so long at most: a platform that takes no commands must not stop evidence for ever. */
const MOST_TURN_MS = 5_000
const TURN_STEP_MS = 50
const LOOK_AHEAD = 100
/** A refused device and a full disk are not over in a moment. */
const slow: readonly number[] = [401, 507]
const SLOW_MS = 30_000
/** A ledger that cannot be written now is left alone for long. */
const MANY_FAILURES = 10

/** Sends staged files one after the other, in pieces, over a line of its own. Needs nobody signed in. */
export class AttachmentSender {
  readonly #options: AttachmentSenderOptions
  readonly #transfers = new Map<string, Transfer>()
  readonly #rests = new Map<string, Rest>()
  readonly #ending = new AbortController()
  /** Monotonic time before which the platform does not want to be asked, also when the link comes back meanwhile. */
  #notBefore = 0
  /** Nothing was heard: no other file is tried before. */
  #silentUntil = 0
  /** This machine could not do its part (a full disk): nothing is begun at the platform before, whoever wakes the sender. */
  #brokenUntil = 0
  readonly #loop: SendLoop

  constructor(options: AttachmentSenderOptions) {
    this.#options = options
    this.#loop = new SendLoop({
      timers: options.timers,
      step: () => this.#sendNext(),
      failed: (error) => {
        options.onFailure('attachments', error)
        const waitMs = backoffMs(MANY_FAILURES, options.random)
        this.#brokenUntil = options.clock.monotonicMs() + waitMs
        return waitMs
      },
    })
  }

  /** The transfer under way; undefined while a file rests. */
  transferOf(hash: string): Transfer | undefined {
    return this.#transfers.get(hash)
  }

  /** Something new may be sent, or the platform was heard again. */
  wake(linkIsBack = false): void {
    if (linkIsBack) {
      this.#rests.clear()
      this.#silentUntil = 0
    }
    this.#loop.wake(true)
  }

  /** A person wants this one tried now. */
  async retry(hash: string): Promise<void> {
    this.#rests.delete(hash)
    await this.#options.ledger.noteAttachment(hash, { state: 'staged', upload: null, sent: 0, error: null, attempts: 0 })
    this.wake()
  }

  stop(): Promise<void> {
    this.#ending.abort()
    return this.#loop.stop()
  }

  async #sendNext(): Promise<NextStep> {
    const { clock, ledger, isOffline } = this.#options
    // Heard again, the link wakes us.
    if (isOffline()) return null
    const now = clock.monotonicMs()
    const notBefore = Math.max(this.#notBefore, this.#silentUntil, this.#brokenUntil)
    if (now < notBefore) return notBefore - now
    const sendable = await ledger.sendableAttachments(LOOK_AHEAD)
    const next = sendable.find(({ hash }) => (this.#rests.get(hash)?.until ?? 0) <= now)
    if (next !== undefined) {
      await this.#send(next)
      return 0
    }
    const waits = sendable.map(({ hash }) => this.#rests.get(hash)?.until ?? now)
    return waits.length === 0 ? null : Math.min(...waits) - now
  }

  async #send(file: StoredAttachment): Promise<void> {
    const { client, bytes, clock, ledger, onChanged } = this.#options
    const { hash } = file
    const line = {
      client,
      bytes,
      clock,
      signal: this.#ending.signal,
      turn: () => this.#turn(),
      note: (note: Parameters<typeof ledger.noteAttachment>[1]) => ledger.noteAttachment(hash, note),
      progress: (sent: number, rate: number) => {
        this.#transfers.set(hash, { sent, rate })
        onChanged()
      },
    }
    try {
      await this.#ended(file, await new AttachmentUpload(line, file).run())
    } finally {
      this.#transfers.delete(hash)
      onChanged()
    }
  }

  async #ended(file: StoredAttachment, end: UploadEnd): Promise<void> {
    const { ledger, clock, random, onConfirmed } = this.#options
    const { hash, size, attempts } = file
    if (end.end === 'confirmed') {
      await ledger.noteAttachment(hash, { state: 'confirmed', upload: null, sent: size, error: null })
      this.#rests.delete(hash)
      onConfirmed(hash)
    } else if (end.end === 'failed') {
      await ledger.noteAttachment(hash, { state: 'failed', error: end.code, attempts: attempts + 1 })
    } else if (end.why.code !== 'cancelled') {
      const failures = (this.#rests.get(hash)?.failures ?? 0) + 1
      const { status, retryAfterMs } = end.why
      const waitMs = Math.max(backoffMs(failures, random, retryAfterMs), slow.includes(status) ? SLOW_MS : 0)
      const until = clock.monotonicMs() + waitMs
      this.#rests.set(hash, { until, failures })
      // What is said of the platform and not of this file holds for all of them.
      if (retryAfterMs > 0 || slow.includes(status)) this.#notBefore = until
      if (status === 0) this.#silentUntil = until
      const sent = this.#transfers.get(hash)?.sent ?? file.sent
      await ledger.noteAttachment(hash, { error: end.why.code, attempts: attempts + 1, sent })
    }
  }

  async #turn(): Promise<void> {
    const { commandsWait, clock, timers } = this.#options
    const since = clock.monotonicMs()
    while (commandsWait() && !this.#ending.signal.aborted && clock.monotonicMs() - since < MOST_TURN_MS) {
      await new Promise<void>((resolve) => {
        timers.after(TURN_STEP_MS, resolve)
      })
    }
  }
}
