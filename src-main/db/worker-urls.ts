/** The workers' files; the build turns each source into the bundle that stands beside this one. */
export const workerUrls = {
  ledger: new URL('../db-worker/ledger-worker.ts', import.meta.url),
  cache: new URL('../db-worker/cache-worker.ts', import.meta.url),
  reader: new URL('../db-worker/reader-worker.ts', import.meta.url),
  shadow: new URL('../db-worker/shadow-worker.ts', import.meta.url),
  guard: new URL('../db-worker/guard-worker.ts', import.meta.url),
  inspector: new URL('../db-worker/inspector-worker.ts', import.meta.url),
} as const

export type WorkerName = keyof typeof workerUrls
