import { describe, expect, it } from 'vitest'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { casesOfDay, nobody } from '../history/past-day.ts'
import { buildScene } from '../scene/scene.ts'
import { smallSceneRows } from '../testing/small-scene.ts'
import { OpenCases, followFeed } from './open-cases.ts'
import type { KnownCase } from './open-cases.ts'

const now = Date.parse('2026-06-02T10:00:00+08:00')
const scene = buildScene(smallSceneRows(), 1)
const past = casesOfDay(scene, { seed: 1, dayNumber: 20_606, now, firstSerial: 1, seal: () => nobody })
const asRow = (row: object): Record<string, unknown> => ({ ...row })

function open(since: number): { cases: OpenCases; heard: Map<CaseId, KnownCase | null> } {
  const heard = new Map<CaseId, KnownCase | null>()
  return { cases: new OpenCases(since, (id, known) => heard.set(id, known)), heard }
}

describe('what the town knows of the hall', () => {
  it('is what is still under way', () => {
    const { cases, heard } = open(now)

    for (const { row } of past) cases.take({ kind: 'case', op: 'put', row: asRow(row) })

    const underWay = past.filter(({ row }) => !['closed', 'refused', 'voided', 'on-account'].includes(row.state))
    expect(heard.size).toBe(past.length)
    expect(cases.size).toBeGreaterThanOrEqual(underWay.length)
    expect(underWay.every(({ row }) => cases.find(row.id) !== null)).toBe(true)
  })

  it('leaves a case to people once somebody at a seat has acted on it, but not for what the made-up past says', () => {
    const one = past.find(({ row, flow }) => row.state === 'handling' && flow.some(({ seat }) => seat !== null))
    if (one === undefined) throw new Error('nothing is being handled')
    const [before, after] = [open(now), open(0)]

    for (const { cases } of [before, after]) {
      cases.take({ kind: 'case', op: 'put', row: asRow(one.row) })
      for (const record of one.flow) cases.take({ kind: 'flow', op: 'put', row: asRow(record) })
    }

    expect(before.cases.find(one.row.id)?.isHumans).toBe(false)
    expect(after.cases.find(one.row.id)?.isHumans).toBe(true)
  })

  it('does not stumble over rows it cannot read', () => {
    const { cases } = open(now)

    cases.take({ kind: 'case', op: 'put', row: { id: 7 } })
    cases.take({ kind: 'flow', op: 'put', row: null })
    cases.take({ kind: 'case', op: 'delete', row: null })

    expect(cases.size).toBe(0)
  })
})

describe('the feed of the town', () => {
  it('goes on where it stood when the store begins a new life beneath it', async () => {
    const ended = new AbortController()
    const health = { product: 'wanmi-platform', ok: true, hall: 'h', epoch: 'next', schema: 1, head: 7, time: now }
    const asked: string[] = []

    await followFeed({
      ...{ token: 't', from: { epoch: 'first', seq: 7 }, signal: ended.signal, pause: () => Promise.resolve() },
      link: {
        ask: (schema) => Promise.resolve(ok(schema.parse(health))),
        async *lines(path) {
          asked.push(path)
          if (asked.length === 2) ended.abort()
          yield* []
          throw new Error('410')
        },
      },
      ...{ take: () => undefined, onBroken: () => undefined },
    })

    expect(asked.map((path) => path.replace(/&kinds.*/, ''))).toEqual(
      ['first', 'next'].map((epoch) => `/v1/changes/stream?epoch=${epoch}&seq=7`),
    )
  })
})
