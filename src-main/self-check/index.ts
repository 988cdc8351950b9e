// A program of its own, started by the Electron shell as a utility process: tries there what the host will rely on. It gets one
// message, answers with one, and ends. Its worker thread is this same file.
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { z } from '#shared/kernel/zod.ts'
import { tryOut } from './check.ts'
import type { Check } from './check.ts'
import { makeOwnFolder } from './own-folder.ts'
import { Parity, argon2, leastParity, parity, zstd } from './runtime-checks.ts'
import { sqlite } from './sqlite-check.ts'

const Question = z.object({ parity: Parity.nullable() })

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** Electron adds `parentPort` to `process` in utility processes; Node's types do not know it. */
function parentPortOf(holder: object): ParentPort | null {
  return 'parentPort' in holder ? (holder.parentPort as ParentPort) : null
}

function checks(list: Parity): Promise<Check[]> {
  return Promise.all([tryOut('sqlite', inWorker), tryOut('zstd', zstd), tryOut('crypto', () => parity(list)), tryOut('argon2', argon2)])
}

async function inWorker(): Promise<string> {
  const folder = await makeOwnFolder(tmpdir())
  try {
    return await new Promise<string>((resolve, reject) => {
      const worker = new Worker(new URL('./index.ts', import.meta.url), { workerData: folder })
      worker.once('message', resolve)
      worker.once('error', reject)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function answer(port: ParentPort): void {
  port.on('message', ({ data }) => {
    const question = Question.parse(data)
    void checks(question.parity ?? leastParity).then((done) => {
      port.postMessage({ type: 'self-check', versions: process.versions, checks: done })
    })
  })
}

if (!isMainThread) parentPort?.postMessage(sqlite(String(workerData)))
else {
  const port = parentPortOf(process)
  if (port !== null) answer(port)
  else process.stdout.write(`${JSON.stringify(await checks(leastParity))}\n`)
}
