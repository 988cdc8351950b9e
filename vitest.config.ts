import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => resolve(import.meta.dirname, path)

// Nothing may start Electron by importing it: without a binary the real package tries to download one.
const electronStub = { electron: at('tests/fakes/electron-stub.ts') }
const neverSpecs = ['**/node_modules/**', 'out/**', 'tests/e2e/**']
/** No test is slow; this ends one that hangs, also on a machine that does ten other things. */
const HANGS_MS = 180_000
const systemSpecs = '**/*.system.spec.ts'

/**
 * `node` and `web` are the unit projects of `npm run check`; `system` needs PostgreSQL, built bundles, child processes, threads
 * or several machines that talk over TLS, or goes thousands of rounds, and runs with `npm test` only. Files of the unit projects
 * share their workers: a worker and a page of their own for each took half of the time. `tests/set-up` clears away between them:
 * `--sequence.shuffle.files` must stay green.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: electronStub },
        test: {
          name: 'node',
          environment: 'node',
          isolate: false,
          setupFiles: ['tests/set-up/node.ts'],
          include: ['src-shared/**/*.spec.ts', 'src-main/**/*.spec.ts', 'src-preload/**/*.spec.ts', 'src-platform/**/*.spec.ts', 'build/**/*.spec.ts', 'tests/**/*.spec.ts'],
          exclude: [...neverSpecs, systemSpecs],
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
        },
      },
      {
        plugins: [vue()],
        resolve: { alias: electronStub },
        test: {
          name: 'web',
          environment: 'jsdom',
          isolate: false,
          setupFiles: ['tests/set-up/web.ts'],
          include: ['src-renderer/**/*.spec.ts'],
          exclude: [...neverSpecs, systemSpecs],
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
        },
      },
      {
        resolve: { alias: electronStub },
        test: {
          name: 'system',
          environment: 'node',
          include: [`src-*/${systemSpecs}`, `tests/${systemSpecs}`],
          exclude: neverSpecs,
          maxWorkers: 2, // mostly they wait for processes to start and to end
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
        },
      },
    ],
  },
})
