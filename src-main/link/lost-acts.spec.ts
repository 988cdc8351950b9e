import { describe, expect, it } from 'vitest'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { LostActs } from './lost-acts.ts'

const accepted = (n: number, epoch = 'e'): Outcome => ({ id: cmdId(n), result: 'accepted', epoch, seq: n, ver: 1 })

/** A real ledger with accepted reports, and a platform that still has the outcomes it is given. */
function aScene(kept: readonly Outcome[], most = 3) {
  const ledger = aLedger()
  for (let n = 1; n <= most; n += 1) unwrap(ledger.append([aReport(n)], null))
  ledger.recordOutcomes(Array.from({ length: most }, (_, k) => accepted(k + 1)))
  const scene = { life: 'e' as string | null, now: 0, isAway: false, asked: [] as string[], told: [] as object[], lost: [] as string[] }
  const watch = new LostActs({
    client: {
      outcomes: async (ids) => {
        scene.asked.push(...ids)
        return scene.isAway ? refuse('offline') : ok({ outcomes: kept.filter(({ id }) => ids.includes(id)) })
      },
      lostAct: async (lost) => {
        scene.told.push(lost)
        return ok({ epoch: 'f' })
      },
    },
    ledger: { acceptedWithin: async (ask) => ledger.acceptedWithin(ask) },
    timers: { after: () => () => undefined, every: () => () => undefined },
    life: () => scene.life,
    now: () => scene.now,
    lost: (id, isHeeded) => scene.lost.push(isHeeded ? id : 'unheeded'),
    failed: (_where, error) => {
      throw error
    },
  })
  return { scene, watch, at: ledger.find(cmdId(1))!.command.at }
}

describe('acts that the platform had accepted', () => {
  it('are asked after, and nothing is said while it has them all', async () => {
    const { scene, watch } = aScene([accepted(1), accepted(2), accepted(3)])

    await watch.look()

    expect(scene).toMatchObject({ asked: [cmdId(3), cmdId(2), cmdId(1)], told: [], lost: [] })
  })

  it('and that are gone are told of, in the life that had accepted them', async () => {
    const { scene, watch } = aScene([accepted(1), accepted(3)])

    await watch.look()

    expect(scene).toMatchObject({ told: [{ epoch: 'e', id: cmdId(2) }], lost: [cmdId(2)] })
  })

  it('are asked after page by page, so that what was accepted long before the newest is missed too', async () => {
    const kept = Array.from({ length: 250 }, (_, k) => accepted(k + 1)).filter(({ id }) => id !== cmdId(7))
    const { scene, watch } = aScene(kept, 250)
    scene.isAway = true
    await watch.look()
    scene.isAway = false
    scene.asked.length = 0

    await watch.look()

    expect(scene.asked).toHaveLength(250)
    expect(scene.lost).toEqual([cmdId(7)])
    await watch.look()
    expect(scene.asked.length).toBeLessThan(700)
  })

  it('are no proof without an answer, of another life, or when they are older than outcomes are kept', async () => {
    const { scene, watch, at } = aScene([])
    scene.isAway = true
    await watch.look()
    scene.isAway = false
    scene.life = null
    await watch.look()
    scene.life = 'another'
    await watch.look()
    scene.life = 'e'
    scene.now = at + 61 * 86_400_000
    await watch.look()

    expect(scene).toMatchObject({ told: [], lost: [] })
  })
})
