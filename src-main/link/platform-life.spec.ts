import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { PlatformClient } from './platform-client.ts'
import { PlatformLife } from './platform-life.ts'

const acceptedIn = (epoch: string): Outcome => ({ id: cmdId(1), result: 'accepted', epoch, seq: 1, ver: 1 })
const anotherIn = (epoch: string): Outcome => ({ id: cmdId(2), result: 'accepted', epoch, seq: 2, ver: 1 })

/** A platform over real HTTP that knows what its present life has accepted, or answers with another status. */
async function aPlatform() {
  const state: { known: Outcome[]; status: number; asked: number; hold: PromiseWithResolvers<void> | null } = {
    known: [],
    status: 200,
    asked: 0,
    hold: null,
  }
  const server = createServer((_, reply) => {
    state.asked += 1
    const answer = (): unknown =>
      reply.writeHead(state.status, { 'content-type': 'application/json' }).end(JSON.stringify({ outcomes: state.known }))
    if (state.hold === null) answer()
    else void state.hold.promise.then(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { state, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }
}

/** A seat whose first two acts are on their way. */
async function aSeat() {
  const { state, url } = await aPlatform()
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  onTestFinished(() => db.close())
  await db.ledger.append([aReport(1), aReport(2)], null)
  const asked = vi.fn<(kept: readonly Outcome[]) => Promise<void>>(() => Promise.resolve())
  const clock = { now: () => 0, monotonicMs: () => 0 }
  const failed = (error: unknown): never => expect.fail(String(error))
  const life = new PlatformLife({ client: new PlatformClient(url, 'token'), ledger: db.ledger, clock, now: () => 0, asked, failed })
  const told = async (outcome: Outcome): Promise<void> => {
    await db.ledger.recordOutcomes([outcome])
    life.told([outcome])
  }
  const heard = async (epoch: string): Promise<void> => {
    const before = asked.mock.calls.length
    life.heard(epoch)
    await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(before))
  }
  const standing = async (id = cmdId(1)): Promise<string | undefined> => (await db.ledger.find(id))?.standing
  return { state, life, told, heard, asked, standing }
}

describe('a platform that has gone back to a backup', () => {
  it('is sent again what the life before had accepted and this one does not know', async () => {
    const { life, told, heard, standing } = await aSeat()
    await heard('one')
    await told(acceptedIn('one'))

    await heard('two')

    expect(await standing()).toBe('waiting')
    expect(life.asked).toBe('two')
  })

  it('is asked once more when a slow line brings a word of the life before after that', async () => {
    const { told, heard, standing } = await aSeat()
    await heard('one')
    await heard('two')
    await told(acceptedIn('one'))
    expect(await standing()).toBe('accepted')

    await heard('two')

    expect(await standing()).toBe('waiting')
  })

  it('is asked once more when such a word comes while it is being asked', async () => {
    const { state, life, told, heard, standing } = await aSeat()
    await heard('one')
    await told(acceptedIn('one'))
    // It still knows the act: by the time that is answered, the word below has come.
    state.known = [acceptedIn('two')]
    state.hold = Promise.withResolvers<void>()
    life.heard('two')
    await vi.waitFor(() => expect(state.asked).toBe(1))

    await told(anotherIn('one'))
    state.hold.resolve()
    await vi.waitFor(() => expect(life.asked).toBe('two'))
    await heard('two')

    expect(await standing(cmdId(2))).toBe('waiting')
  })

  it('is asked nothing more by a word of its own life', async () => {
    const { state, life, told, heard, asked, standing } = await aSeat()
    await heard('two')

    await told(acceptedIn('two'))
    life.heard('two')

    expect([state.asked, asked.mock.calls.length, await standing()]).toEqual([0, 1, 'accepted'])
  })

  it('is asked with the next beat where it could not answer', async () => {
    const { state, life, told, heard, standing } = await aSeat()
    await heard('one')
    await told(acceptedIn('one'))
    state.status = 503
    life.heard('two')
    await vi.waitFor(() => expect(state.asked).toBe(1))
    expect([life.asked, await standing()]).toEqual(['one', 'accepted'])

    Object.assign(state, { status: 200, known: [acceptedIn('two')] })
    await vi.waitFor(() => {
      life.heard('two')
      expect(life.asked).toBe('two')
    })

    expect(await standing()).toBe('accepted')
  })
})
