import { parentPort } from 'node:worker_threads'

// Opens at once and dies at the first call: what a native crash or the out-of-memory killer looks like from outside.
parentPort?.once('message', () => {
  parentPort?.once('message', () => process.exit(7))
  parentPort?.postMessage({ id: 0, ok: true, value: null })
})
