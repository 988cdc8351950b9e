// The thread the town lives in. It is given everything at its start, told speed and pause, and says every second how it stands.
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { assertNever } from '#shared/kernel/assert-never.ts'
import { Life } from './life.ts'
import type { LifeOptions } from './life.ts'
import type { FromLife, ToLife } from './worker-messages.ts'

const STATUS_EVERY_MS = 1_000

// Given by life-keeper.ts of this very version.
const options = workerData as LifeOptions
const life = new Life(options, {
  clock: { now: () => systemClock.now() + options.aheadMs, monotonicMs: () => systemClock.monotonicMs() },
  random: systemRandom,
  pause: (ms) => sleep(ms),
  warn: (what, detail) => {
    say({ type: 'warn', what, detail })
  },
})

function say(message: FromLife): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (message: ToLife) => {
  switch (message.type) {
    case 'set':
      life.set(message.request)
      say({ type: 'status', status: life.status })
      break
    case 'end':
      life.end()
      break
    default:
      assertNever(message)
  }
})

const telling = setInterval(() => {
  say({ type: 'status', status: life.status })
}, STATUS_EVERY_MS)
await life.run()
clearInterval(telling)
say({ type: 'status', status: life.status })
parentPort?.close()
