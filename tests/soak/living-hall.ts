// npm run soak -- --living [--minutes N] [--speed S] [--town T]: a town that lives at S times its pace with a seat, a board and a
// wall of two by two open. Fails on an error in any console, a panel that goes stale, memory that grows without bounds, or when
// nothing happens.
import { setTimeout as sleep } from 'node:timers/promises'
import { askStore } from '#tests/e2e/support/platform-store.ts'
import { TestHall } from '#tests/e2e/support/index.ts'
import type { TestPlatform } from '#tests/e2e/support/index.ts'
import { wallOf } from '#tests/e2e/support/test-wall.ts'
import { growthOf } from './growth.ts'
import type { Sample, Tolerance } from './growth.ts'
import { LivingWindows } from './living-windows.ts'
import { rssMb } from './memory.ts'

export interface LivingSettings {
  readonly minutes: number
  readonly speed: number
  readonly town: string
}

const EVERY_MS = 10_000
/** The cache of a county takes its time to fill; until then the link says 追平, as it should. */
const FILLED_MS = 300_000
const PANES = '640x360+0+0,640x360+640+0,640x360+0+360,640x360+640+360'
const WINDOW: Tolerance = { riseMb: 12, riseShare: 0.15, mbPerHour: 4 }
const HOST: Tolerance = { riseMb: 64, riseShare: 0.2, mbPerHour: 40 }
const PERSON = '1008'

export async function soakLivingHall({ minutes, speed, town }: LivingSettings, say: (line: string) => void): Promise<boolean> {
  const hall = await TestHall.open()
  try {
    const life = ['--town', town, '--history', '35', '--life', String(speed), '--life-seats', '3']
    const platform = await hall.startPlatform({ town: life })
    say('the town has its past')
    const wall = wallOf(PANES, { bezelMm: 0, pitchMm: 1.25, distanceM: 3 })
    const seat = await hall.startSeat('1', platform, { wall })
    const windows = hall.add(await LivingWindows.open(seat))
    await windows.openSeat(PERSON)
    await windows.openBoard()
    for (const { id } of wall.displays) await windows.openPane(id)
    await untilFresh(windows)
    say(`${String(windows.names.length)} windows open, the seat has all the hall's rows`)
    const before = await casesOf(platform)
    const seen = await watch(minutes, windows, () => seat.hostPid(), say)
    const after = await casesOf(platform)
    say(`cases in that time: ${String(after.reported - before.reported)} reported, ${String(after.closed - before.closed)} closed`)
    return verdict(seen, windows, after.reported > before.reported && after.closed > before.closed, say)
  } finally {
    await hall.end()
  }
}

/** How many cases the platform has, and how many of them are closed. */
async function casesOf(platform: TestPlatform): Promise<{ reported: number; closed: number }> {
  const [found] = await askStore<{ reported: number; closed: number }>(
    platform,
    'SELECT count(*)::int AS reported, count(*) FILTER (WHERE row->>\'state\' = \'closed\')::int AS closed FROM entity WHERE kind = \'case\'',
  )
  return found ?? { reported: 0, closed: 0 }
}

async function untilFresh(windows: LivingWindows): Promise<void> {
  const endMs = performance.now() + FILLED_MS
  for (;;) {
    const stale = await windows.stale()
    if (stale.length === 0) return
    if (performance.now() > endMs) throw new Error(`still stale: ${stale.join('; ')}`)
    await sleep(1_000)
  }
}

interface Seen {
  readonly samples: ReadonlyMap<string, Sample[]>
  /** Windows and how often they were found stale. */
  readonly stale: readonly string[]
}

async function watch(
  minutes: number,
  windows: LivingWindows,
  hostPid: () => Promise<number | null>,
  say: (line: string) => void,
): Promise<Seen> {
  const endMs = performance.now() + minutes * 60_000
  const samples = new Map<string, Sample[]>([['host', []], ...windows.names.map((name): [string, Sample[]] => [name, []])])
  const stale: string[] = []
  while (performance.now() < endMs) {
    await sleep(Math.max(0, Math.min(EVERY_MS, endMs - performance.now())))
    for (const [name, kept] of samples) {
      const mb = name === 'host' ? rssMb(await hostPid()) : await windows.heapMb(name)
      kept.push({ atMs: performance.now(), mb })
    }
    stale.push(...(await windows.stale()))
    say([...samples].map(([name, kept]) => `${name} ${(kept.at(-1)?.mb ?? 0).toFixed(1)}`).join(', '))
  }
  return { samples, stale }
}

function verdict({ samples, stale }: Seen, { errors }: LivingWindows, hasLived: boolean, say: (line: string) => void): boolean {
  for (const error of new Set(errors)) say(`error: ${error}`)
  for (const one of new Set(stale)) say(`stale: ${one}`)
  const grown = [...samples].filter(([name, kept]) => growthOf(kept, name === 'host' ? HOST : WINDOW).isUnbounded)
  for (const [name] of grown) say(`grows without bounds: ${name}`)
  if (!hasLived) say('nothing was reported or nothing closed')
  say(`living hall: ${String(errors.length)} errors, ${String(stale.length)} stale panels, ${String(grown.length)} growing`)
  return errors.length === 0 && stale.length === 0 && grown.length === 0 && hasLived
}
