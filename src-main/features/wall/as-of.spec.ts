import { afterEach, beforeEach, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { CatchingUp } from '#tests/builders/catching-up.ts'
import { aWall, endWalls } from '#tests/builders/a-wall.ts'
import type { CallContext } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import { MapRevisions, mapHandlers } from '../map/index.ts'
import { wallHandlers } from './handlers.ts'

const { BEFORE, CAUGHT_UP } = CatchingUp
const nobody: CallContext = { caller: 'seat', pane: null, isNewest: true, session: null }

let hall: Hall

beforeEach(() => {
  const { cache, link } = new CatchingUp()
  // The parts of a hall that these answers are made from.
  hall = { db: { cache }, link, time: { shown: () => CAUGHT_UP } } as unknown as Hall
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
