// npm run soak -- [--minutes N] [--seed S]: a seat and a wall in real Chromium while cases come and go. Every 10 s the memory of
// the host and the held JavaScript heap of both windows are read. Ends with one line; exit code 1 when a console shows an error
// or memory grows without bounds (tests/soak/growth.ts says what that means; the limits are below).
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { wordsOf } from '#build/words-of.ts'
import { diceOf } from '#tests/bench/data/dice.ts'
import type { Dice } from '#tests/bench/data/dice.ts'
import { answer, operate } from '#tests/chaos/people.ts'
import { Told } from '#tests/chaos/told.ts'
import { Cable } from '#tests/e2e/support/cable.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { TestHall } from '#tests/e2e/support/index.ts'
import type { TestSeat } from '#tests/e2e/support/index.ts'
import { OnlinePerson } from '#tests/e2e/support/online-person.ts'
import { Operator } from '#tests/e2e/support/operator.ts'
import { growthOf } from './growth.ts'
import type { Growth, Sample, Tolerance } from './growth.ts'
import { soakLivingHall } from './living-hall.ts'
import { rssMb } from './memory.ts'
import { SoakWindows } from './windows.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

const EVERY_MS = 10_000
const COME_AND_GO_EVERY = 6
const PERSON = '1004'
/** RSS moves in larger steps than a heap after collection; 1 MB/h a window is the goal of a month without a restart. */
const limits = {
  host: { riseMb: 64, riseShare: 0.2, mbPerHour: 20 },
  seat: { riseMb: 10, riseShare: 0.15, mbPerHour: 1 },
  wall: { riseMb: 10, riseShare: 0.15, mbPerHour: 1 },
} as const satisfies Record<string, Tolerance>
type Measured = keyof typeof limits
const measured = ['host', 'seat', 'wall'] as const satisfies readonly Measured[]

async function soak(minutes: number, seed: number): Promise<boolean> {
  const hall = await TestHall.open()
  const stop = new AbortController()
  try {
    const platform = await hall.startPlatform()
    const cable = hall.add(await Cable.lay(() => platform.url))
    const seat = await hall.startSeat('1', platform, { platformUrl: cable.url })
    const windows = hall.add(await SoakWindows.open(seat))
    await windows.signIn(PERSON)
    const operator = new Operator(await openDeskClient(seat))
    const told = new Told()
    const worker = await OnlinePerson.signIn(platform.url, '3002', 'department')
    const inspector = await OnlinePerson.signIn(platform.url, '2001', 'inspector')
    const people = [
      operate({ name: '1', person: PERSON, operator }, told, diceOf(seed), stop.signal),
      ...[worker, inspector].map((who, k) => answer(who, told, diceOf(seed + k + 1), stop.signal)),
    ]
    const samples = await sampleFor(minutes, windows, seat, diceOf(seed + 9))
    stop.abort()
    await Promise.all(people)
    operator.client.close()
    return report(minutes, told, windows, samples)
  } finally {
    stop.abort()
    await hall.end()
  }
}

type Samples = Record<Measured, Sample[]>

async function sampleFor(minutes: number, windows: SoakWindows, seat: TestSeat, dice: Dice): Promise<Samples> {
  const endMs = performance.now() + minutes * 60_000
  const samples: Samples = { host: [], seat: [], wall: [] }
  for (let round = 1; performance.now() < endMs; round += 1) {
    const nextMs = performance.now() + EVERY_MS
    await windows.work(dice)
    if (round % COME_AND_GO_EVERY === 0) await windows.comeAndGo(dice)
    await sleep(Math.max(0, Math.min(nextMs, endMs) - performance.now()))
    const atMs = performance.now()
    samples.host.push({ atMs, mb: rssMb(await seat.hostPid()) })
    for (const kind of ['seat', 'wall'] as const) samples[kind].push({ atMs, mb: await windows.heapMb(kind) })
    say(measured.map((name) => `${name} ${(samples[name].at(-1)?.mb ?? 0).toFixed(1)} MB`).join(', '))
  }
  return samples
}

function report(minutes: number, told: Told, windows: SoakWindows, samples: Samples): boolean {
  const growth = (name: Measured): Growth => growthOf(samples[name], limits[name])
  const grown: Record<Measured, Growth> = { host: growth('host'), seat: growth('seat'), wall: growth('wall') }
  const refusals = [...told.refusals].map(([code, n]) => `${code} ${String(n)}`).join(', ')
  say(`refused on the way: ${refusals === '' ? 'nothing' : refusals}`)
  for (const error of new Set(windows.errors)) say(`error: ${error}`)
  const parts = measured.map((name) => {
    const { mbPerHour, maxMb, firstMb, lastMb, isUnbounded } = grown[name]
    const slope = `${mbPerHour > 0 ? '+' : ''}${mbPerHour.toFixed(1)} MB/h`
    return `${name} ${slope}, ${firstMb.toFixed(0)} to ${lastMb.toFixed(0)} MB, max ${maxMb.toFixed(0)}${isUnbounded ? ' UNBOUNDED' : ''}`
  })
  const { errors, opened } = windows
  say(`soak: ${String(minutes)} min, ${String(told.promised.length)} acts, ${String(opened)} windows, ${String(errors.length)} errors; ${parts.join('; ')}`)
  return errors.length === 0 && measured.every((name) => !grown[name].isUnbounded)
}

const options = {
  minutes: { type: 'string' },
  seed: { type: 'string', default: '1' },
  living: { type: 'boolean', default: false },
  speed: { type: 'string', default: '60' },
  town: { type: 'string', default: 'county' },
} as const
const values = wordsOf(() => parseArgs({ options }).values)
const { living = false, town = '' } = values ?? {}
const [minutes, seed, speed] = [Number(values?.minutes ?? (living ? '1' : '5')), Number(values?.seed), Number(values?.speed)]
if (!(minutes > 0) || !Number.isInteger(seed) || !(speed >= 1)) {
  complain('usage: npm run soak -- [--minutes N] [--seed S] | --living [--minutes N] [--speed S] [--town small|county|city]')
  process.exitCode = 2
} else process.exitCode = (await (living ? soakLivingHall({ minutes, speed, town }, say) : soak(minutes, seed))) ? 0 : 1
