import { beforeAll, describe, expect, it } from 'vitest'
import { endStates } from '#shared/domain/case/terms.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { parseIsoDate, startOfDay } from '#shared/domain/limits/local-day.ts'
import { buildScene } from '../scene/scene.ts'
import type { Scene } from '../scene/scene.ts'
import { smallSceneRows } from '../testing/small-scene.ts'
import type { PastCase } from './live-through.ts'
import { casesOfDay, nobody } from './past-day.ts'

const lastDay = parseIsoDate('2026-06-30') ?? 0
const now = startOfDay(lastDay + 1, 480)
const DAYS = 75

let scene: Scene
let cases: PastCase[]

const dayOfCases = (dayNumber: number, until = now): PastCase[] =>
  casesOfDay(scene, { seed: 1, dayNumber, now: until, firstSerial: 1, seal: () => nobody })
const rows = (): CaseRow[] => cases.map(({ row }) => row)
const share = (some: readonly unknown[], all: readonly unknown[]): number => some.length / all.length

beforeAll(() => {
  scene = buildScene(smallSceneRows(), 1)
  cases = Array.from({ length: DAYS }, (_, i) => dayOfCases(lastDay - i)).flat()
}, 60_000)

describe('the past of the simulated town', () => {
  // Every step went through the fold, which throws here when the life cycle refuses it: that there are cases is the proof.
  it('is made of cases and flow records as the platform sends them', () => {
    for (const { row, flow } of cases.slice(0, 500)) {
      expect(CaseRow.parse(row)).toEqual(row)
      for (const record of flow) expect(FlowRecord.parse(record)).toEqual(record)
    }
  })

  it('is the same every time it is told', () => {
    expect(dayOfCases(lastDay - 3)).toEqual(dayOfCases(lastDay - 3))
  })

  it('ends now: what comes later has not happened, what came before stays as it was', () => {
    const noon = startOfDay(lastDay, 480) + 12 * 3_600_000
    const half = dayOfCases(lastDay, noon)
    const whole = new Map(dayOfCases(lastDay).map((one) => [one.row.id, one]))

    expect(half.length).toBeGreaterThan(10)
    for (const { row, flow } of half) {
      expect(flow.every(({ at }) => at <= noon)).toBe(true)
      expect(whole.get(row.id)?.flow.slice(0, flow.length)).toEqual(flow)
    }
  })

  it('gives every case and every act an id of its own and every case a number of its own', () => {
    const records = cases.flatMap(({ flow }) => flow.map(({ id }) => id))

    expect(new Set(rows().map(({ id }) => id)).size).toBe(cases.length)
    expect(new Set(rows().map(({ no }) => no)).size).toBe(cases.length)
    expect(new Set(records).size).toBe(records.length)
  })

  it('tells each case without a gap and forward in time', () => {
    for (const { row, flow } of cases) {
      expect(flow.map(({ n }) => n)).toEqual(flow.map((_, i) => i + 1))
      expect(flow.map(({ at }) => at)).toEqual(flow.map(({ at }) => at).sort((a, b) => a - b))
      expect(flow.at(-1)?.to).toBe(row.state)
      expect(row.lastActAt).toBe(flow.at(-1)?.at)
    }
  })

  it('closes 97.5 in a hundred of the older cases, give or take one', () => {
    const old = rows().filter(({ reportedAt }) => reportedAt < now - 45 * 86_400_000)
    const closed = old.filter(({ state }) => state === 'closed')

    expect(share(closed, old)).toBeGreaterThan(0.965)
    expect(share(closed, old)).toBeLessThan(0.985)
  })

  it('takes nineteen in twenty from inspectors, the rest from cameras and callers', () => {
    const from = (...sources: string[]): number => share(rows().filter(({ source }) => sources.includes(source)), cases)

    expect(from('inspector', 'self-handled')).toBeGreaterThan(0.92)
    expect(from('inspector', 'self-handled')).toBeLessThan(0.97)
    expect(from('video')).toBeGreaterThan(0.01)
    expect(from('hotline')).toBeGreaterThan(0.01)
  })

  it('has departments that are good and some that are not: between 75 and 96 in a hundred in time', () => {
    const handled = rows().filter(({ closedAt, department }) => closedAt !== null && department !== null)
    const byDepartment = [...Map.groupBy(handled, ({ department }) => department).values()].filter((own) => own.length > 200)
    const onTime = byDepartment.map((own) => share(own.filter(({ clocks }) => !clocks.some(isLateHandling)), own))

    expect(Math.min(...onTime)).toBeGreaterThan(0.7)
    expect(Math.max(...onTime)).toBeLessThan(0.97)
    expect(Math.max(...onTime) - Math.min(...onTime)).toBeGreaterThan(0.06)
  })

  it('knows every side road: rework, return, extension, on account, refusal, void, appeal, call back, urging', () => {
    const seen = new Set<CaseAction>(cases.flatMap(({ flow }) => flow.map(({ action }) => action)))
    const never: readonly CaseAction[] = ['attach', 'note']

    for (const action of ['rework', 'return', 're-dispatch', 'approve-extension', 'refuse-extension', 'put-on-account', 'refuse', 'void'])
      expect(seen).toContain(action)
    for (const action of ['appeal', 'call-back', 'urge', 'supervise', 'send-verify', 'close-self-handled']) expect(seen).toContain(action)
    for (const action of never) expect(seen).not.toContain(action)
  })

  it('has what callers report verified before it is filed', () => {
    const filed = cases.filter(({ row }) => row.source === 'hotline' && row.filedAt !== null)

    expect(filed.length).toBeGreaterThan(20)
    expect(filed.every(({ row }) => row.verifyResult === true)).toBe(true)
  })

  it('adds up: what was filed is closed, voided or still under way, the rest was refused, handled on the spot or is waiting', () => {
    const filed = rows().filter(({ filedAt }) => filedAt !== null)
    const ended = filed.filter(({ state }) => endStates.includes(state))
    const open = filed.filter(({ state }) => !endStates.includes(state))
    const unfiled = rows().filter(({ filedAt }) => filedAt === null)

    expect(ended.every(({ state }) => state === 'closed' || state === 'voided')).toBe(true)
    expect(open.every(({ dueAt, state }) => dueAt !== null || state === 'on-account')).toBe(true)
    expect(unfiled.every(({ state, source }) => state !== 'closed' || source === 'self-handled')).toBe(true)
    expect(ended.length + open.length + unfiled.length).toBe(cases.length)
  })

  it('comes back to the same corners and to a few classes', () => {
    const most = (keys: readonly string[], count: number): number =>
      [...Map.groupBy(keys, (key) => key).values()]
        .map((own) => own.length)
        .sort((a, b) => b - a)
        .slice(0, count)
        .reduce((sum, one) => sum + one, 0) / keys.length

    expect(most(rows().map(({ place }) => `${String(place.lng)} ${String(place.lat)}`), 12)).toBeGreaterThan(0.25)
    expect(most(rows().map(({ classCode }) => classCode), 6)).toBeGreaterThan(0.5)
  })

  it('names places of the town and lies in its grids', () => {
    const grids = new Set(smallSceneRows().grids.map(({ code }) => code))

    for (const { place, description } of rows()) {
      expect(grids.has(place.grid ?? '')).toBe(true)
      expect(place.address).toMatch(/街道.+社区/)
      expect(description).toContain(place.address)
    }
  })
})

function isLateHandling({ kind, late }: CaseRow['clocks'][number]): boolean {
  return kind === 'handle' && late
}
