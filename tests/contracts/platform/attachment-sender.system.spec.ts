import { rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { LedgerApi } from '#main/db/ledger-api.ts'
import { AttachmentClient } from '#main/link/attachment-client.ts'
import { AttachmentSender } from '#main/link/attachment-sender.ts'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import { newCaseId, newCmdId } from '#shared/kernel/ids.ts'
import { ok, unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { FaultyLine } from '#tests/fakes/faulty-line.ts'
import type { Fault, Passing } from '#tests/fakes/faulty-line.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let seat: Seat

beforeAll(async () => {
  hall = await startPlatform('none')
  seat = await hall.enrol('1')
})
afterAll(() => hall.stop())

const SOON = { timeout: 30_000, interval: 20 }

/** The real sender over a real ledger, with a line to the real platform that can be made to fail. */
async function aSender(files: readonly Buffer[]) {
  const line = await FaultyLine.lay(hall.url)
  const ledger = aLedger()
  const contents = new Map(files.map((file) => [sha256(file), file]))
  const asked: LedgerApi = asPromises(ledger)
  for (const file of files) report(ledger, file)
  const confirmed: string[] = []
  const make = (): AttachmentSender =>
    new AttachmentSender({
      client: new AttachmentClient(line.url, seat.token ?? ''),
      ledger: asked,
      bytes: {
        read: (hash, from, length) => Promise.resolve(ok(contents.get(hash)!.subarray(from, from + length))),
        isSound: (hash) => Promise.resolve(sha256(contents.get(hash)!) === hash),
      },
      ...{ clock: systemClock, timers: systemTimers, random: systemRandom, isOffline: () => false, commandsWait: () => false },
      onChanged: () => undefined,
      onConfirmed: (hash) => confirmed.push(hash),
      onFailure: (_where, error) => {
        throw error
      },
    })
  const state = { sender: make() }
  onTestFinished(async () => {
    await state.sender.stop()
    await line.stop()
  })
  const restart = async (): Promise<void> => {
    await state.sender.stop()
    state.sender = make()
    state.sender.wake()
  }
  return { line, ledger, contents, confirmed, restart, wake: () => state.sender.wake(true) }
}

/** A ledger in this thread, asked as one in another. */
function asPromises(ledger: ReturnType<typeof aLedger>): LedgerApi {
  const calls = Object.entries(ledger).map(([name, call]) => [
    name,
    async (...args: unknown[]): Promise<unknown> => Reflect.apply(call, ledger, args),
  ])
  // Each member answers what its synchronous namesake does.
  return Object.fromEntries(calls) as LedgerApi
}

function report(ledger: ReturnType<typeof aLedger>, file: Buffer): void {
  const caseId = newCaseId(systemClock, systemRandom)
  const attachment = { hash: sha256(file), size: file.length, mime: 'image/png', name: '井盖.png', use: 'report' as const }
  unwrap(ledger.stageAttachment({ ...attachment, caseId, stagedAt: 1 }))
  unwrap(
    ledger.append([{ ...aReport(1, 1, { attachments: [attachment] }), id: newCmdId(systemClock, systemRandom), caseId }], null),
  )
}

/** What the platform hands out under a hash; null when it has nothing. */
async function atPlatform(hash: string): Promise<string | null> {
  const reply = await fetch(`${hall.url}/v1/attachments/by-hash/${hash}`, { headers: { authorization: `Bearer ${seat.token!}` } })
  const bytes = new Uint8Array(await reply.arrayBuffer())
  return reply.status === 200 ? sha256(bytes) : null
}

const placeOf = (hash: string): string => join(hall.dataDir, 'attachments', 'by-hash', hash.slice(0, 2), hash)

async function loseRow(hash: string): Promise<void> {
  await hall.platform.store.db.deleteFrom('upload').where('hash', '=', hash).execute()
}

/** A fault for the nth request of a method, and for no other. */
const onceAt = (method: string, n: number, fault: Fault): ((passing: Passing) => Fault | undefined) => {
  let count = 0
  return (passing) => {
    if (passing.method !== method) return undefined
    count += 1
    return count === n ? fault : undefined
  }
}

/** As if the platform offered nothing beyond the core of tus. */
const withoutChecksums =
  (fault: (passing: Passing) => Fault | undefined): ((passing: Passing) => Fault | undefined) =>
  (passing) =>
    passing.method === 'OPTIONS' ? { answer: 404 } : fault(passing)

/** The first time it asks where the upload stands. */
const onceLost = (): ((passing: Passing) => Fault | undefined) => {
  let isLost = false
  return ({ method, path }) => {
    if (isLost || method !== 'HEAD' || path.includes('by-hash')) return undefined
    isLost = true
    return { answer: 404 }
  }
}

describe('a staged file', () => {
  it('goes up in pieces and is confirmed by its hash', async () => {
    const picture = aPicture(900, 900)
    const { line, ledger, confirmed, wake } = await aSender([picture])

    wake()

    await vi.waitFor(() => expect(confirmed).toEqual([sha256(picture)]), SOON)
    expect(await atPlatform(sha256(picture))).toBe(sha256(picture))
    expect(line.offsets.length).toBeGreaterThan(1)
    expect(ledger.attachment(sha256(picture))).toMatchObject({ state: 'confirmed', sent: picture.length, error: null })
  })

  it('cut off in the middle of a piece goes on where the platform stands', async () => {
    const picture = aPicture(900, 900)
    const { line, confirmed, wake } = await aSender([picture])
    line.fault = onceAt('PATCH', 2, { cutAfter: 50_000 })

    wake()

    await vi.waitFor(() => expect(confirmed).toHaveLength(1), SOON)
    expect(line.count('POST')).toBe(1)
    const [first, second, third] = line.offsets
    expect([first, (third ?? 0) >= (second ?? 0)]).toEqual([0, true])
    expect(await atPlatform(sha256(picture))).toBe(sha256(picture))
  })

  it('whose last answer was lost is found complete and not sent again', async () => {
    const picture = aPicture(60, 60)
    const { line, confirmed, wake } = await aSender([picture])
    line.fault = onceAt('PATCH', 1, { loseReply: true })

    wake()

    await vi.waitFor(() => expect(confirmed).toHaveLength(1), SOON)
    expect(line.offsets).toEqual([0])
  })

  it.each([
    ['409 near the end', onceAt('PATCH', 3, { answer: 409 }), 1],
    ['423 locked', onceAt('PATCH', 2, { answer: 423 }), 1],
    ['410 gone: it begins anew', onceAt('PATCH', 2, { answer: 410 }), 2],
    ['404 when it asks where it stands', onceLost(), 2],
    ['429 with Retry-After', onceAt('POST', 1, { answer: 429, headers: { 'retry-after': '1' } }), 2],
    [
      'a login page in between',
      onceAt('HEAD', 1, { answer: 200, headers: { 'content-type': 'text/html', 'content-length': '0' } }),
      1,
    ],
  ])('answered with %s arrives all the same', async (_what, fault, creations) => {
    const picture = aPicture(600, 600)
    const { line, ledger, wake } = await aSender([picture])
    line.fault = fault

    wake()

    await vi.waitFor(() => expect(ledger.attachment(sha256(picture))?.state).toBe('confirmed'), SOON)
    expect(line.count('POST')).toBe(creations)
    expect(await atPlatform(sha256(picture))).toBe(sha256(picture))
  })

  it('of which a byte was changed on the way has only that piece sent again', async () => {
    const picture = aPicture(300, 300)
    const { line, ledger, wake } = await aSender([picture])
    line.fault = onceAt('PATCH', 2, { flip: true })

    wake()

    await vi.waitFor(() => expect(ledger.attachment(sha256(picture))?.state).toBe('confirmed'), SOON)
    expect(line.count('POST')).toBe(1)
    const [first, damaged, again] = line.offsets
    expect([first, again]).toEqual([0, damaged])
    expect(await atPlatform(sha256(picture))).toBe(sha256(picture))
  })

  it('goes to a platform that checks no pieces too: it is sent anew when the whole is wrong', async () => {
    const picture = aPicture(300, 300)
    const { line, ledger, wake } = await aSender([picture])
    line.fault = withoutChecksums(onceAt('PATCH', 1, { flip: true }))

    wake()

    await vi.waitFor(() => expect(ledger.attachment(sha256(picture))?.state).toBe('confirmed'), SOON)
    expect(line.count('POST')).toBe(2)
    expect(await atPlatform(sha256(picture))).toBe(sha256(picture))
  })

  it('that never arrives as it is becomes a question for a person, and the next one goes on', async () => {
    const [bad, good] = [aPicture(50, 50), aPicture(60, 60)]
    const { line, ledger, wake } = await aSender([bad, good])
    line.fault = withoutChecksums(({ method }) =>
      method === 'PATCH' && ledger.attachment(sha256(bad))?.state === 'sending' ? { flip: true } : undefined,
    )

    wake()

    await vi.waitFor(() => expect(ledger.attachment(sha256(good))?.state).toBe('confirmed'), SOON)
    await vi.waitFor(() => expect(ledger.attachment(sha256(bad))?.state).toBe('failed'), SOON)
    expect(ledger.attachment(sha256(bad))?.error).toBe('hash-mismatch')
    expect(await atPlatform(sha256(bad))).toBeNull()
  })

  it('goes on after the machine was stopped in the middle, whatever the noted offset says', async () => {
    const picture = aPicture(900, 900)
    const { line, ledger, confirmed, restart, wake } = await aSender([picture])
    line.fault = ({ method, offset }) => (method === 'PATCH' && offset > 0 ? { answer: 503 } : undefined)
    wake()
    await vi.waitFor(() => expect(ledger.attachment(sha256(picture))?.error).toBe('platform-busy'), SOON)
    ledger.noteAttachment(sha256(picture), { sent: 999_999_999 })

    line.fault = () => undefined
    await restart()

    await vi.waitFor(() => expect(confirmed).toHaveLength(1), SOON)
    expect(line.count('POST')).toBe(1)
    expect(line.offsets.filter((offset) => offset === 0)).toHaveLength(1)
  })

  it('that the platform has from somebody else is not sent at all', async () => {
    const picture = aPicture(60, 60)
    const first = await aSender([picture])
    first.wake()
    await vi.waitFor(() => expect(first.confirmed).toHaveLength(1), SOON)

    const second = await aSender([picture])
    second.wake()

    await vi.waitFor(() => expect(second.confirmed).toHaveLength(1), SOON)
    expect(second.line.count('POST')).toBe(0)
  })

  it.each([
    ['the rows and the files', async (hash: string) => Promise.all([loseRow(hash), rm(placeOf(hash))])],
    ['the files', (hash: string) => rm(placeOf(hash))],
    ['the rows', loseRow],
    ['half of the file', (hash: string) => truncate(placeOf(hash), 1_000)],
  ])('that a platform brought back from a backup has lost is sent again: %s', async (_what, lose) => {
    const picture = aPicture(60, 60)
    const hash = sha256(picture)
    const { ledger, confirmed, wake } = await aSender([picture])
    wake()
    await vi.waitFor(() => expect(confirmed).toHaveLength(1), SOON)
    await lose(hash)
    expect(await atPlatform(hash)).toBeNull()

    ledger.reopenAttachments([hash])
    wake()

    await vi.waitFor(() => expect(confirmed).toHaveLength(2), SOON)
    expect(await atPlatform(hash)).toBe(hash)
  })

  it('stands at the platform exactly when its hash is right, whatever the line does (I11)', async () => {
    const someFault = fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      fc.constantFrom<Fault[]>(
        { answer: 409 },
        { answer: 423 },
        { answer: 410 },
        { answer: 460 },
        { answer: 503 },
        { loseReply: true },
        { flip: true },
      ),
      fc.nat(150_000).map((cutAfter): Fault => ({ cutAfter })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(someFault, { maxLength: 10 }), async (faults) => {
        const picture = aPicture(300, 300)
        const { line, ledger, restart, wake } = await aSender([picture])
        const weather = [...faults]
        line.fault = ({ path }) => (path.includes('by-hash') ? undefined : weather.shift())

        wake()

        await vi.waitFor(async () => {
          const file = ledger.attachment(sha256(picture))!
          const there = await atPlatform(sha256(picture))
          expect(there === null || there === sha256(picture)).toBe(true)
          if (file.state === 'confirmed') expect(there).toBe(sha256(picture))
          // A person looks, and tries again.
          if (file.state === 'failed') {
            unwrap(ledger.stageAttachment({ ...file.uses[0]!, hash: file.hash, size: file.size, mime: file.mime }))
            await restart()
          }
          expect(file.state).toBe('confirmed')
        }, SOON)
      }),
      { numRuns: 12 },
    )
  })
})
