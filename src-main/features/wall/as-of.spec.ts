import { afterEach, beforeEach, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { aWall, endWalls } from '#tests/builders/a-wall.ts'
import type { CallContext } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import { MapRevisions, mapHandlers } from '../map/index.ts'
import { wallHandlers } from './handlers.ts'

const BEFORE = Date.parse('2026-11-20T02:14:07+08:00')
/** The last page of an outage has been read. */
const CAUGHT_UP = Date.parse('2026-11-20T09:14:07+08:00')
const nobody: CallContext = { caller: 'seat', pane: null, isNewest: true, session: null }

let hall: Hall
let freshAt: number

/** A real cache, and a link that catches up while it is read. */
beforeEach(() => {
  freshAt = BEFORE
  const cache = new Proxy(new TestSeat().reader, {
    get: (api, name) => async (...args: unknown[]) => {
      await Promise.resolve()
      const rows = (Reflect.get(api, name) as (...args: unknown[]) => unknown)(...args)
      freshAt = CAUGHT_UP
      return rows
    },
  })
  // The parts of a hall that these answers are made from.
  hall = { db: { cache }, link: { status: () => ({ freshAt }) }, time: { now: () => CAUGHT_UP } } as unknown as Hall
})
afterEach(endWalls)

it('the pins of a map are never said to be newer than when they were read', async () => {
  const { pins } = mapHandlers(hall, new MapRevisions(0), (pin) => pin)

  expect(unwrap(await pins.read({ bbox: [116, 30, 118, 32] }, nobody)).asOf).toBe(BEFORE)
  expect(unwrap(await pins.read({ bbox: [116, 30, 118, 32] }, nobody)).asOf).toBe(CAUGHT_UP)
})

it('the figures of a wall are never said to be newer than when they were read', async () => {
  const { figures } = wallHandlers(hall, (await aWall()).conductor)

  expect(unwrap(await figures.read({}, nobody)).asOf).toBe(BEFORE)
  expect(unwrap(await figures.read({}, nobody)).asOf).toBe(CAUGHT_UP)
})
