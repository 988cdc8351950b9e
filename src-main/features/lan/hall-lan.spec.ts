import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aSecondSeat, aTakenPort } from '#tests/builders/a-late-lan.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { SOON } from '#tests/builders/patience.ts'

const claim = { cmdId: cmdId(9), caseId: caseId(1), ver: 1, action: 'accept', personName: '王丽' } as const

describe('a machine whose address in the hall is not there yet', () => {
  it('says why, orders nothing, forgets nobody, and is on as soon as it is there', async () => {
    const { port, free } = await aTakenPort()
    const { lan, db, failures, passTime } = await aSecondSeat(port)
    onTestFinished(() => lan.stop())

    await lan.start()
    passTime()
    expect(lan.words.status()).toMatchObject({ on: false, peers: [], relay: null })
    expect(lan.words.status().trouble).toContain('EADDRINUSE')
    expect(await lan.words.claim(claim)).toEqual({ ok: true, value: { word: 'unordered', relay: null } })
    expect(await db.ledger.neighbours()).toHaveLength(1)

    await free()
    await expect
      .poll(() => {
        passTime()
        return lan.words.status()
      }, SOON)
      .toMatchObject({ on: true, trouble: null, peers: [{ seat: '1' }], relay: '2' })
    expect(await db.ledger.neighbours()).toHaveLength(1)
    expect(failures.filter((words) => words.startsWith('lan: '))).toHaveLength(1)
  })

  it('is not tried any more once the host stops', async () => {
    const { port, free } = await aTakenPort()
    const { lan, waiting, passTime } = await aSecondSeat(port)
    await lan.start()

    await lan.stop()
    await free()
    passTime()

    expect(waiting.size).toBe(0)
    expect(lan.words.status().on).toBe(false)
  })

  it('leaves no door open where it stops while the address comes up', async () => {
    const { port, free } = await aTakenPort()
    const { lan } = await aSecondSeat(port)
    await free()

    const started = lan.start()
    await lan.stop()
    await started

    const other = createServer()
    await expect(new Promise<void>((resolve, reject) => other.once('error', reject).listen(port, '127.0.0.1', resolve))).resolves.toBeUndefined()
    other.close()
  })
})
