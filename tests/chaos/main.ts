// npm run chaos -- [--minutes M] [--seed S] | --short: one platform, two seats and people at work while processes are stopped and
// killed and cables cut. Ends with "chaos: M min, K faults, N saved, 0 lost, 0 double"; exit code 1 when anything is lost, double
// or different on the two sides, or when the platform died without having been killed here.
import { parseArgs } from 'node:util'
import { summaryLine } from '#build/summary.ts'
import { wordsOf } from '#build/words-of.ts'
import { diceOf } from '#tests/bench/data/dice.ts'
import { breakThings } from './faults.ts'
import { answer, operate } from './people.ts'
import { openScene } from './scene.ts'
import { Told } from './told.ts'
import { judge } from './verdict.ts'
import { OnlinePerson } from '#tests/e2e/support/online-person.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

const MOST_MINUTES = 24 * 60
/** The short form: on this seed a seat, the window, platform, PostgreSQL and a host die, and a line is silent. */
const SHORT = { minutes: 0.75, seed: 9_631 }
/** Share of the calls that come with one. */
const PHOTOGRAPHS = 0.15
const departmentWorkers = ['3001', '3002', '3003', '3004', '3005', '3006']

/** How many promises were broken. */
async function chaos(minutes: number, seed: number): Promise<number> {
  const scene = await openScene()
  const told = new Told()
  const stop = new AbortController()
  try {
    const { url } = scene.platform
    const workers = await Promise.all(departmentWorkers.map((person) => OnlinePerson.signIn(url, person, 'department')))
    const online = [...workers, await OnlinePerson.signIn(url, '2001', 'inspector')]
    const people = [
      ...scene.seats.map((seat, k) => operate(seat, told, diceOf(seed * 31 + k), stop.signal, PHOTOGRAPHS)),
      ...online.map((who, k) => answer(who, told, diceOf(seed * 37 + k), stop.signal)),
    ]
    const work = Promise.all(people)
    // Who cannot go on ends the run, but in order: nothing that was started is left behind.
    work.catch(() => {
      stop.abort()
    })
    const { done, deaths } = await breakThings(scene, diceOf(seed), performance.now() + minutes * 60_000, say)
    stop.abort()
    await work
    const faults = [...done.values()].reduce((sum, n) => sum + n, 0)
    const { lost, double, wrong: found, convergedMs } = await judge(scene, told)
    const photographs = told.promised.filter(({ photograph }) => photograph !== undefined).length
    const wrong = [...deaths, ...found, ...idle({ faults, 'acts saved': told.promised.length, photographs })]
    for (const line of [...lost.map((one) => `lost: ${one}`), ...double.map((one) => `double: ${one}`), ...wrong]) say(line)
    say(`done: ${[...done].map(([name, n]) => `${name} ${String(n)}`).join(', ')}`)
    say(`refused on the way: ${[...told.refusals].map(([code, n]) => `${code} ${String(n)}`).join(', ')}`)
    say(`${String(told.cases.size)} cases, ${String(photographs)} photographs; at rest after ${(convergedMs / 1_000).toFixed(1)} s; ${String(wrong.length)} differences`)
    say(`chaos: ${String(minutes)} min, ${String(faults)} faults, ${String(told.promised.length)} saved, ${String(lost.length)} lost, ${String(double.length)} double`)
    return lost.length + double.length + wrong.length
  } finally {
    stop.abort()
    await scene.end()
  }
}

/** A run in which nothing happened has shown nothing. */
function idle(happened: Readonly<Record<string, number>>): string[] {
  return Object.entries(happened).flatMap(([what, n]) => (n === 0 ? [`no ${what} at all`] : []))
}

const options = { minutes: { type: 'string', default: '5' }, seed: { type: 'string' }, short: { type: 'boolean', default: false } } as const
const values = wordsOf(() => parseArgs({ options }).values)
const isShort = values?.short === true
const minutes = isShort ? SHORT.minutes : Number(values?.minutes)
const seed = isShort ? SHORT.seed : Number(values?.seed ?? Math.floor(Math.random() * 1_000_000))
if (minutes > 0 && minutes <= MOST_MINUTES && Number.isInteger(seed)) {
  say(`seed ${String(seed)}`)
  const broken = await chaos(minutes, seed)
  // The whole run is one test.
  if (isShort) say(summaryLine({ passed: broken === 0 ? 1 : 0, failed: Math.min(1, broken), skipped: 0 }))
  process.exitCode = broken === 0 ? 0 : 1
} else {
  complain('usage: npm run chaos -- [--minutes M] [--seed S] | --short')
  process.exitCode = 2
}
