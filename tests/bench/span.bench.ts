// Four panes of one map. At rest their stitched pictures against one big map, pixel by pixel; in flight how far apart the cameras
// are that the panes have painted, each logged in its frame at the host's time.
import type { Page } from '@playwright/test'
import { ensureBuilt } from '#build/build.ts'
import { LONGEST_MS, MOST_PX_PER_S, placeAt, shiftPx } from '#shared/domain/wall/index.ts'
import type { Camera, Size } from '#shared/domain/wall/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { compareStitched, stillPicture, TestHall, TestWall, wallOf } from '#tests/e2e/support/index.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { Operator } from '#tests/e2e/support/operator.ts'
import type { Difference } from '#tests/e2e/support/test-wall.ts'
import { benchLine, median, percentile } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const FULL = '1920x1080+0+0,1920x1080+1920+0,1920x1080+0+1080,1920x1080+1920+1080'
const QUICK = '640x360+0+0,640x360+640+0,640x360+0+360,640x360+640+360'
const FLIGHT_PX = 900
const HERE = { lng: 116.9445, lat: 31.462 }
/** At this step the logs of the panes are compared. */
const SAMPLE_MS = 5
/** Spread against what the clock's error and one frame allow; and no pixel may differ at rest. */
const target = { atMost: 1 }

interface Frame extends Camera {
  readonly hostMs: number
}

interface Flight {
  /** Distance between the two panes farthest apart, px: 95 % of the time it is less. */
  readonly apartPx: number
  /** Longest time between two frames of a pane, 95 %. */
  readonly frameMs: number
}

export const bench: Bench = {
  name: 'span',
  describe:
    'four panes: pixels that differ at rest from one big map; in flight the spread of painted cameras; limit: 600 px/s x (clock error + one frame)',
  run,
}

async function run({ isQuick, rounds, say }: BenchContext): Promise<BenchLine> {
  const built = await ensureBuilt()
  if (!built.ok) throw new Error(built.why)
  const options = wallOf(isQuick ? QUICK : FULL, { bezelMm: isQuick ? 10 : 30, pitchMm: 1.25, distanceM: isQuick ? 5 : 8 })
  const hall = await TestHall.open()
  try {
    const platform = await hall.startPlatform()
    const seat = await hall.startSeat('1', platform, { wall: options })
    const wall = hall.add(await TestWall.open(seat, options))
    const found = await atRest(wall)
    say(`at rest ${String(found.differing)} of ${String(found.pixels)} px differ, by at most ${String(found.most)} of 255`)
    const client = await openDeskClient(seat)
    await new Operator(client).signIn()
    const flights: Flight[] = []
    for (let round = 0; round <= rounds + 1; round += 1) {
      const place = pushedPlace(wall.span, round)
      const [logs] = await Promise.all([log(wall), push(client, place)])
      // The first push comes from the whole hall and is cross-faded; the second warms up.
      if (round < 2) continue
      const flown = measure(logs, wall.span)
      flights.push(flown)
      say(`flight ${String(round)}: ${flown.apartPx.toFixed(1)} px apart, frame ${flown.frameMs.toFixed(0)} ms`)
    }
    client.close()
    const limit = (MOST_PX_PER_S * (median(flights.map(({ frameMs }) => frameMs)) + (await clockErrorMs(wall)))) / 1_000
    const line = benchLine({ name: 'span', unit: 'px', ours: median(flights.map(({ apartPx }) => apartPx)), limit, target })
    const atRestWords = `${String(found.differing)} of ${String(found.pixels)} px differ at rest`
    return { ...line, target: `<= 1 x limit in flight; 0 px at rest (${atRestWords})`, met: line.met && found.differing === 0 }
  } finally {
    await hall.end()
  }
}

async function atRest(wall: TestWall): Promise<Difference> {
  const whole = await wall.whole()
  const panes = new Map<string, Buffer>()
  for (const [id, page] of wall.panes) panes.set(id, await stillPicture(page))
  const found = await compareStitched(wall, await stillPicture(whole), panes)
  await whole.context().close()
  return found
}

/** To and fro by a distance that is flown, not cross-faded. */
function pushedPlace(size: Size, round: number): { lng: number; lat: number } {
  const camera = { ...HERE, zoom: 16 + Math.max(0, Math.log2(size.width / 1_920)) }
  const east = round % 2 === 0 ? 0 : Math.min(FLIGHT_PX, size.width / 2)
  return placeAt(camera, [size.width / 2 + east, size.height / 2], size)
}

async function push(client: Awaited<ReturnType<typeof openDeskClient>>, place: { lng: number; lat: number }): Promise<void> {
  unwrap(await client.desk.call.wall.push({ ...place, caseId: null, title: 'span', seconds: 600 }))
}

/** The cameras each pane paints until the longest flight is over. */
function log(wall: TestWall): Promise<Frame[][]> {
  return Promise.all([...wall.panes.values()].map((page) => page.evaluate(listen, LONGEST_MS + 1_000)))
}

/** Runs in the page. */
function listen(forMs: number): Promise<Frame[]> {
  const frames: Frame[] = []
  // The wall's own event, whose detail is a frame.
  const note = (event: Event): void => void frames.push((event as CustomEvent<Frame>).detail)
  document.addEventListener('wall-frame', note)
  return new Promise((resolve) => {
    setTimeout(() => {
      document.removeEventListener('wall-frame', note)
      resolve(frames)
    }, forMs)
  })
}

async function clockErrorMs(wall: TestWall): Promise<number> {
  const errorOf = async (page: Page): Promise<number> => Number(await page.getByTestId('wall').getAttribute('data-clock'))
  return Math.max(...(await Promise.all([...wall.panes.values()].map(errorOf))))
}

/** What stands on a screen at an instant is the last camera painted before it. */
function measure(logs: readonly (readonly Frame[])[], size: Size): Flight {
  if (logs.some((frames) => frames.length < 2)) throw new Error('a pane has not flown')
  const begin = Math.max(...logs.map((frames) => frames[0]?.hostMs ?? 0))
  const end = Math.min(...logs.map((frames) => frames.at(-1)?.hostMs ?? 0))
  const apart: number[] = []
  for (let at = begin; at <= end; at += SAMPLE_MS) {
    const [one, ...others] = logs
      .map((frames) => frames.findLast(({ hostMs }) => hostMs <= at))
      .filter((frame) => frame !== undefined)
    if (one !== undefined)
      apart.push(Math.max(0, ...others.map((other) => shiftPx([size.width / 2, size.height / 2], one, other, size))))
  }
  const gaps = logs.flatMap((frames) => frames.slice(1).map(({ hostMs }, at) => hostMs - (frames[at]?.hostMs ?? hostMs)))
  return { apartPx: percentile(apart, 0.95), frameMs: percentile(gaps, 0.95) }
}
