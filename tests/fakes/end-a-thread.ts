// Ends a data thread by its name, as a crash of native code would: from a spec, or inside a host that was started with
// `NODE_OPTIONS=--import` of this file, on SIGUSR2. Nothing of it is in the product.
import { createRequire, syncBuiltinESMExports } from 'node:module'
import type * as WorkerThreads from 'node:worker_threads'
import type { Worker, WorkerOptions } from 'node:worker_threads'

// Only this object can be written to; the names that modules import follow it.
const threads = createRequire(import.meta.url)('node:worker_threads') as typeof WorkerThreads
const running = new Map<string, Worker>()

class NamedWorker extends threads.Worker {
  constructor(file: string | URL, options: WorkerOptions = {}) {
    super(file, options)
    running.set(options.name ?? '', this)
  }
}

/** The newest thread of this name is over when it resolves. */
export async function endThread(name: string): Promise<void> {
  const thread = running.get(name)
  if (thread === undefined) throw new Error(`no thread is called ${name}`)
  await thread.terminate()
}

threads.Worker = NamedWorker
syncBuiltinESMExports()
if (threads.isMainThread) process.on('SIGUSR2', () => void endThread('hall-ledger'))
