import { describe, expect, it } from 'vitest'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { LostActs } from './lost-acts.ts'

const accepted = (n: number, epoch = 'e'): Outcome => ({ id: cmdId(n), result: 'accepted', epoch, seq: n, ver: 1 })

/** A real ledger with three accepted reports, and a platform that still has the outcomes it is given. */
function aScene(kept: readonly Outcome[]) {
  const ledger = aLedger()
  for (const n of [1, 2, 3]) unwrap(ledger.append([aReport(n)], null))
  ledger.recordOutcomes([accepted(1), accepted(2), accepted(3)])
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
    ledger: { newestAccepted: async (...args) => ledger.newestAccepted(...args) },
    timers: { after: () => () => undefined, every: () => () => undefined },
    life: () => scene.life,
    now: () => scene.now,
    lost: (id) => scene.lost.push(id),
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
