// What breaks. Each fault gives back how it is healed; between the two, people go on working.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Dice } from '#tests/bench/data/dice.ts'
import { kill9 } from '#tests/e2e/support/index.ts'
import { badLines } from '#tests/faults/fault-proxy.ts'
import type { FaultProxy } from '#tests/faults/fault-proxy.ts'
import { postgresPid } from '#tests/e2e/support/stored.ts'
import { reviveDead } from './deaths.ts'
import type { ChaosSeat, Scene } from './scene.ts'

type Heal = () => Promise<void> | void

interface Fault {
  readonly name: string
  /** Which part of the scene it hits: two faults at once never hit the same. */
  readonly hits: 'platform' | 'seat' | 'window'
  readonly strike: (scene: Scene, seat: ChaosSeat) => Promise<Heal> | Heal
  /** How long it lasts at most, where that is not LONGEST_MS. */
  readonly longestMs?: number
}

const SHORTEST_MS = 500
const LONGEST_MS = 9_000
/** People bear a slow line for longer than a dead one. */
const LONGEST_SLOW_MS = 30_000

const nothing: Heal = () => undefined

const faults: readonly [Fault, ...Fault[]] = [
  {
    name: 'platform stopped', hits: 'platform',
    strike: ({ platform }) => {
      platform.pause()
      return () => { platform.continue() }
    },
  },
  {
    name: 'platform killed', hits: 'platform',
    strike: async ({ platform }) => {
      await platform.kill9()
      return () => platform.restart()
    },
  },
  { name: 'postgres killed', hits: 'platform', strike: async ({ platform }) => { await kill9(postgresPid(platform)); return nothing } },
  { name: 'a postgres backend killed', hits: 'platform', strike: async ({ platform }) => { await killBackend(postgresPid(platform)); return nothing } },
  { name: 'host killed', hits: 'seat', strike: async (_, { seat }) => { await kill9(await hostOf(seat)); return nothing } },
  {
    name: 'host stopped', hits: 'seat',
    strike: async (_, { seat }) => {
      const pid = await hostOf(seat)
      signal(pid, 'SIGSTOP')
      return () => { signal(pid, 'SIGCONT') }
    },
  },
  {
    name: 'seat killed', hits: 'seat',
    strike: async (_, { seat }) => {
      await seat.kill9()
      return () => seat.restart()
    },
  },
  ...(['cut', 'frozen', 'lossy'] as const).map((state): Fault => ({
    name: `cable ${state}`, hits: 'seat',
    strike: (_, { cable }) => {
      cable.set(state)
      return () => { cable.set('whole') }
    },
  })),
  ...(['one-way up lost', 'one-way down lost', 'silent', 'slow', 'reset', 'breaks off', 'slow to close'] as const).map((name): Fault => ({
    name: `line ${name}`, hits: 'seat',
    strike: (_, { line }) => {
      line.set(badLines[name])
      return () => { line.heal() }
    },
    longestMs: name === 'slow' ? LONGEST_SLOW_MS : LONGEST_MS,
  })),
  { name: 'line flapping', hits: 'seat', strike: (_, { line }) => flap(line) },
  {
    name: 'window killed', hits: 'window',
    strike: async ({ page }) => {
      await page.kill9()
      return () => page.open()
    },
  },
]

const FLAP_MS = 2_000

/** Cut and whole in turn. */
function flap(line: FaultProxy): Heal {
  let isCut = false
  const turn = (): void => {
    isCut = !isCut
    line.set(isCut ? badLines.cut : {})
  }
  turn()
  const timer = setInterval(turn, FLAP_MS)
  return () => {
    clearInterval(timer)
    line.heal()
  }
}

interface Broken {
  /** How often what was done. */
  readonly done: ReadonlyMap<string, number>
  /** When the platform died without having been killed by this run. */
  readonly deaths: readonly string[]
}

/** Breaks things and heals them until the time is over; everything is healed when it resolves. */
export async function breakThings(
  scene: Scene, dice: Dice, untilMs: number, say: (words: string) => void,
): Promise<Broken> {
  let count = 0
  const done = new Map<string, number>()
  const deaths: string[] = []
  let last = 'before the first fault'
  // Also before each strike: a kill must not hide that there was nobody left to kill.
  const look = async (): Promise<void> => { deaths.push(...(await reviveDead(scene.platform, last))) }
  while (performance.now() < untilMs) {
    await sleep(dice.between(1_500, 6_000))
    const seat = scene.seats[dice.roll(scene.seats.length)] ?? scene.seats[0]
    if (seat === undefined) throw new Error('no seat')
    const first = dice.pick(faults)
    const second = dice.chance(0.25) ? faults.find((one) => one.hits !== first.hits && dice.chance(0.3)) : undefined
    const struck = second === undefined ? [first] : [first, second]
    const heals: Heal[] = []
    await look()
    for (const fault of struck) {
      count += 1
      done.set(fault.name, (done.get(fault.name) ?? 0) + 1)
      say(`${String(count).padStart(3)} ${fault.name}${fault.hits === 'seat' ? ` (seat ${seat.name})` : ''}`)
      heals.push(await fault.strike(scene, seat))
    }
    const lastsMs = dice.between(SHORTEST_MS, Math.max(...struck.map(({ longestMs }) => longestMs ?? LONGEST_MS)))
    await sleep(Math.min(lastsMs, Math.max(SHORTEST_MS, untilMs - performance.now())))
    for (const heal of heals) await heal()
    last = `after fault ${String(count)}, ${first.name}${second === undefined ? '' : ` and ${second.name}`}`
    await look()
  }
  return { done, deaths }
}

async function hostOf(seat: ChaosSeat['seat']): Promise<number | null> {
  return seat.hostPid()
}

/** One of the server's own workers or sessions; the server then restarts all of them. */
async function killBackend(postmaster: number | null): Promise<void> {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster)
  await kill9(Number(children.at(-1) ?? 0) || null)
}

function parentOf(pid: string): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch (error) {
    // It ended between two looks.
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

/** Its shell may have replaced it meanwhile. */
function signal(pid: number | null, name: NodeJS.Signals): void {
  if (pid !== null && isAlive(pid)) process.kill(pid, name)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
