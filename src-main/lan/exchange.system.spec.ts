import { describe, expect, it } from 'vitest'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aHallOf, LanHost } from '#tests/builders/a-lan-host.ts'
import { SOON } from '#tests/builders/patience.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'

const filed = [aReport(1), aCommand(2, 'accept'), aCommand(3, 'file')]

describe('two seats and a wall without the platform', () => {
  it('show a case of one seat everywhere, and what another seat does to it', async () => {
    const [one, two, wall] = await Promise.all([LanHost.open('1'), LanHost.open('2'), LanHost.open('W1')])
    await aHallOf(one, two, wall)

    await one.do(...filed)
    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('filed')
    const seen = await two.db.cache.caseById(caseId(1))
    await two.do(aCommand(11, 'dispatch', 1, { base: { chain: { ver: 3, over: seen!.tip! } } }, { department: 'water' as never }))

    await expect.poll(() => wall.stateOf(caseId(1)), SOON).toBe('handling')
    await expect.poll(() => one.stateOf(caseId(1)), SOON).toBe('handling')
    expect(await one.storyOf(caseId(1))).toEqual(['report 1', 'accept 1', 'file 1', 'dispatch 2'])
    expect((await two.db.ledger.find(cmdId(11)))?.command.base).toEqual({ after: cmdId(3) })
  })

  it('mark the row with the seats whose acts wait', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)

    await one.do(...filed)

    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('filed')
    const { rows } = await two.db.cache.workList('to-dispatch', 0, 10)
    expect(rows).toMatchObject([{ pending: 3, neighbours: ['1'] }])
    expect((await one.db.cache.workList('to-dispatch', 0, 10)).rows[0]).not.toHaveProperty('neighbours')
  })

  it('never offer a neighbour’s commands to the platform', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)

    await one.do(...filed)

    await expect.poll(async () => (await two.db.ledger.neighbours()).length, SOON).toBe(3)
    expect(await two.db.ledger.unsent(10)).toEqual([])
    expect(await two.db.ledger.waitingNumbers()).toEqual([])
  })

  it('let an accepted act stay until the feed has passed it, and a rejected one go at once', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)
    await one.do(...filed)
    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('filed')
    const said = { code: 'stale-base', detail: null, current: null }

    await one.db.ledger.recordOutcomes([
      { id: cmdId(1), result: 'accepted', epoch: 'e1', seq: 5, ver: 1 },
      { id: cmdId(2), result: 'rejected', ...said },
    ])
    one.lan.wake()

    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('reported')
    await expect.poll(() => two.db.ledger.neighbours(), SOON).toEqual([])
    expect(await two.storyOf(caseId(1))).toEqual(['report 1'])
  })

  it('still show an accepted act when the machine stops before its ledger has let go of it', async () => {
    const dataDir = aDataFolder()
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2', { dataDir })])
    await aHallOf(one, two)
    await one.do(aReport(1))
    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('reported')
    two.db.ledger.dropNeighbours = () => Promise.reject(new Error('the power is gone'))

    await one.db.ledger.recordOutcomes([{ id: cmdId(1), result: 'accepted', epoch: 'e1', seq: 5, ver: 1 }])
    one.lan.wake()

    await expect.poll(() => two.db.cacheWriter.neighboursShown(), SOON).toEqual([{ id: cmdId(1), isAccepted: true }])
    await two.close()
    const again = await LanHost.open('2', { dataDir })
    expect(await again.storyOf(caseId(1))).toEqual(['report 1'])
  })

  it('still show an accepted act when the cache had no room to be told of it', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)
    await one.do(aReport(1))
    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('reported')
    const { settleNeighbours } = two.db.cacheWriter
    two.db.cacheWriter.settleNeighbours = () => Promise.reject(new Error('no room'))

    await one.db.ledger.recordOutcomes([{ id: cmdId(1), result: 'accepted', epoch: 'e1', seq: 5, ver: 1 }])
    one.lan.wake()
    await expect.poll(() => two.failures.some((failure) => failure.includes('no room')), SOON).toBe(true)
    two.db.cacheWriter.settleNeighbours = settleNeighbours

    await expect.poll(() => two.db.ledger.neighbours(), SOON).toEqual([])
    expect(await two.db.cacheWriter.neighboursShown()).toEqual([{ id: cmdId(1), isAccepted: true }])
  })

  it('hear each other though the ledger had no room for the roster', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    two.db.ledger.forgetNeighboursBut = () => Promise.reject(new Error('no room'))

    await aHallOf(one, two)
    await one.do(aReport(1))

    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('reported')
    expect(two.failures).toEqual(['lan roster: Error: no room'])
  })

  it('show what is known of a machine whose row has changed, though the cache had no room when the roster was read', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)
    const { overlayNeighbours } = two.db.cacheWriter
    const hasFailed = (where: string): boolean => two.failures.includes(`${where}: Error: no room`)
    two.db.cacheWriter.overlayNeighbours = (commands) =>
      hasFailed('lan roster') ? overlayNeighbours(commands) : Promise.reject(new Error('no room'))
    await one.do(aReport(1))
    await expect.poll(() => hasFailed('lan 1 cache'), SOON).toBe(true)
    expect(await two.stateOf(caseId(1))).toBeUndefined()

    await two.lan.meet([{ ...one.row, name: '1 号席（新）' }])

    expect(hasFailed('lan roster')).toBe(true)
    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('reported')
  })

  it('tell what was missed when one was away, in both directions', async () => {
    const dataDir = aDataFolder()
    const one = await LanHost.open('1')
    const before = await LanHost.open('2', { dataDir })
    await aHallOf(one, before)
    await one.do(...filed)
    await expect.poll(() => before.stateOf(caseId(1)), SOON).toBe('filed')
    await before.close()
    await one.db.ledger.recordOutcomes([{ id: cmdId(3), result: 'rejected', code: 'wrong-post', detail: null, current: null }])
    await one.do(aReport(4, 2))

    const two = await LanHost.open('2', { dataDir, identity: before.identity })
    expect(await two.stateOf(caseId(1))).toBe('filed')
    await aHallOf(one, two)

    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('accepted')
    await expect.poll(() => two.stateOf(caseId(2)), SOON).toBe('reported')
  })

  it('forget what a machine has told whose ledger is another one now', async () => {
    const one = await LanHost.open('1')
    const two = await LanHost.open('2')
    await aHallOf(one, two)
    await one.do(...filed)
    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('filed')
    await one.close()

    const anew = await LanHost.open('1', { identity: one.identity })
    await anew.do(aReport(21, 3))
    await aHallOf(anew, two)

    await expect.poll(() => two.stateOf(caseId(3)), SOON).toBe('reported')
    expect(await two.stateOf(caseId(1))).toBeUndefined()
  })

  it('take a machine’s acts away that has left the roster', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)
    await one.do(...filed)
    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('filed')

    await two.meet()

    expect(await two.stateOf(caseId(1))).toBeUndefined()
    expect(two.lan.status()).toEqual({ on: true, trouble: null, peers: [], relay: null })
  })
})

describe('claims while the platform is away', () => {
  const claim = (n: number, personName: string) =>
    ({ cmdId: cmdId(n), caseId: caseId(1), ver: 3, action: 'dispatch', personName }) as const

  it('are ordered by the relay: the first may, the other hears who was first', async () => {
    const [one, two, three] = await Promise.all([LanHost.open('1', { relayOrder: 1 }), LanHost.open('2'), LanHost.open('3')])
    await aHallOf(one, two, three)

    expect(await two.lan.claim(claim(11, '李强'))).toEqual({ ok: true, value: { word: 'granted', relay: '1' } })
    expect(await three.lan.claim(claim(12, '赵敏'))).toMatchObject({ error: { code: 'claimed', detail: '2 号席 李强' } })
    expect(await two.lan.claim(claim(11, '李强'))).toMatchObject({ ok: true })
  })

  it('built on one act are one, however many versions each machine has counted under it', async () => {
    const [one, two, three] = await Promise.all([LanHost.open('1', { relayOrder: 1 }), LanHost.open('2'), LanHost.open('3')])
    await aHallOf(one, two, three)

    await two.lan.claim({ ...claim(11, '李强'), over: cmdId(9) })

    expect(await three.lan.claim({ ...claim(12, '赵敏'), ver: 2, over: cmdId(9) })).toMatchObject({ error: { code: 'claimed' } })
    expect(await three.lan.claim({ ...claim(12, '赵敏'), over: cmdId(11) })).toMatchObject({ ok: true })
  })

  it('are refused when the case has moved on already, by whom it was moved', async () => {
    const [one, two] = await Promise.all([LanHost.open('1', { relayOrder: 1 }), LanHost.open('2')])
    await aHallOf(one, two)
    await one.do(...filed, aCommand(4, 'dispatch', 1, {}, { department: 'water' as never }))

    expect(await two.lan.claim(claim(11, '李强'))).toMatchObject({ error: { code: 'claimed', detail: '1 号席 王丽' } })
  })

  it('go to the next relay when the first cannot be reached, and are unordered when there is none', async () => {
    const [one, two, three] = await Promise.all([
      LanHost.open('1', { relayOrder: 1 }),
      LanHost.open('2', { relayOrder: 2 }),
      LanHost.open('3'),
    ])
    await aHallOf(one, two, three)

    await one.close()
    await expect.poll(() => three.lan.status().relay, SOON).toBe('2')
    expect(await three.lan.claim(claim(11, '赵敏'))).toMatchObject({ value: { word: 'granted', relay: '2' } })

    await two.close()
    await expect.poll(() => three.lan.status().relay, SOON).toBeNull()
    expect(await three.lan.claim(claim(12, '赵敏'))).toEqual({ ok: true, value: { word: 'unordered', relay: null } })
  })

  it('stand with the act at every seat until the platform has decided', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)

    await one.do(aReport(1), aCommand(2, 'accept', 1, { claim: { word: 'unordered', relay: null } }))

    await expect.poll(() => two.stateOf(caseId(1)), SOON).toBe('accepted')
    for (const host of [one, two]) {
      expect((await host.db.cache.briefs([caseId(1)]))[0]).toMatchObject({ claim: 'unordered' })
      expect((await host.db.cache.caseById(caseId(1)))?.flow.at(-1)).toMatchObject({ action: 'accept', claim: 'unordered' })
    }
    expect((await two.db.ledger.neighbours()).at(-1)?.claim).toEqual({ word: 'unordered', relay: null })
  })
})
