import { describe, expect, it } from 'vitest'
import type { Anchor } from '#shared/platform-api/anchors.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import { aReport, anAudit } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { AnchorKeeper } from './anchor-keeper.ts'

/** A platform that remembers what it was told, and a keeper over a real ledger. */
function aScene() {
  const ledger = aLedger()
  const scene = { known: null as Anchor | null, told: 0, alarms: [] as string[], offline: false }
  const keeper = new AnchorKeeper({
    client: {
      anchor: async () =>
        scene.offline ? refuse('offline') : ok({ anchor: scene.known && { ...scene.known, at: 1 }, lastS: 0 }),
      takeAnchor: async (anchor) => {
        scene.known = anchor
        scene.told += 1
        return ok({ time: 1 })
      },
    },
    ledger: { heads: async () => ledger.heads(), hashesAt: async (s, auditN) => ledger.hashesAt(s, auditN) },
    timers: { after: () => () => undefined, every: () => () => undefined },
    isOffline: () => scene.offline,
    anchored: async () => undefined,
    contradicted: async (detail) => {
      scene.alarms.push(detail)
    },
    failed: (_where, error) => {
      throw error
    },
  })
  return { ledger, scene, keeper }
}

describe('anchoring a ledger', () => {
  it('tells where it stands, once for each change, entries of the audit trail too', async () => {
    const { ledger, scene, keeper } = aScene()
    unwrap(ledger.append([aReport(1)], null))
    await keeper.look()
    await keeper.look()
    expect(scene).toMatchObject({ told: 1, known: { s: 1, auditN: 0 } })

    ledger.audit(anAudit())
    await keeper.look()

    expect(scene).toMatchObject({ told: 2, known: { s: 1, auditN: 1 }, alarms: [] })
  })

  it('raises the alarm when the platform knows more of it, and tells nothing', async () => {
    const { ledger, scene, keeper } = aScene()
    unwrap(ledger.append([aReport(1)], anAudit()))
    scene.known = { generation: 1, s: 7, hash: 'a'.repeat(64), auditN: 1, auditHash: 'a'.repeat(64) }

    await keeper.look()

    expect(scene).toMatchObject({ alarms: ['s 1 of 7'], told: 0 })
  })

  it('notices a trail that was cut off and grown again', async () => {
    const { ledger, scene, keeper } = aScene()
    unwrap(ledger.append([aReport(1)], anAudit()))
    const { generation, s, hash } = ledger.heads()
    ledger.audit(anAudit())
    scene.known = { generation, s, hash, auditN: 1, auditHash: 'a'.repeat(64) }

    await keeper.look()

    expect(scene.alarms).toEqual(['audit 1'])
  })

  it.each(['none', 'an older one'])(
    'is told again by a ledger that stands still when a restored platform knows %s',
    async (which) => {
      const { ledger, scene, keeper } = aScene()
      unwrap(ledger.append([aReport(1)], null))
      await keeper.look()
      const older = scene.known
      ledger.audit(anAudit())
      await keeper.look()
      scene.offline = true
      await keeper.look()
      Object.assign(scene, { offline: false, known: which === 'none' ? null : older })

      await keeper.look()
      await keeper.look()

      expect(scene).toMatchObject({ told: 3, known: { s: 1, auditN: 1 }, alarms: [] })
    },
  )

  it('compares again when the link was away', async () => {
    const { ledger, scene, keeper } = aScene()
    unwrap(ledger.append([aReport(1)], null))
    await keeper.look()
    scene.offline = true
    await keeper.look()
    scene.offline = false
    scene.known = { generation: 2, s: 1, hash: 'a'.repeat(64), auditN: 0, auditHash: '0'.repeat(64) }

    await keeper.look()

    expect(scene.alarms).toEqual(['generation 1 of 2'])
  })
})
