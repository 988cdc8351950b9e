import { existsSync, globSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { UserConfig } from 'electron-vite'
import { pdfParts } from './build/vite/pdf-parts.ts'
import { sourceUrls } from './build/vite/source-urls.ts'

const at = (path: string): string => resolve(import.meta.dirname, path)

/** One bundle per process and per worker thread of the host; each runs under plain Node as well as in Electron. */
const processes = {
  'host': 'src-main/host/index.ts',
  'ledger-worker': 'src-main/db-worker/ledger-worker.ts',
  'cache-worker': 'src-main/db-worker/cache-worker.ts',
  'guard-worker': 'src-main/db-worker/guard-worker.ts',
  'reader-worker': 'src-main/db-worker/reader-worker.ts',
  'shadow-worker': 'src-main/db-worker/shadow-worker.ts',
  'inspector-worker': 'src-main/db-worker/inspector-worker.ts',
  'platform': 'src-platform/main.ts',
  'life-worker': 'src-platform/simulator/life/life-worker.ts',
  'snapshot-builder': 'src-main/snapshot-builder/index.ts',
  'import': 'src-platform/import/main.ts',
  'verify-audit': 'src-platform/verify-audit/main.ts',
  'self-check': 'src-main/self-check/index.ts',
  'shell-electron': 'src-main/shell-electron/index.ts',
  'shell-browser': 'src-main/shell-browser/index.ts',
}

/** The entries whose source is there: a tree in the making builds too. */
function existing(entries: Readonly<Record<string, string>>): Record<string, string> {
  const found = Object.entries(entries).filter(([, path]) => existsSync(at(path)))
  return Object.fromEntries(found.map(([name, path]): [string, string] => [name, at(path)]))
}

const mainEntries = existing(processes)
const preloadEntries = existing({ index: 'src-preload/index.ts' })
const pages = Object.fromEntries(
  globSync('src-renderer/*.html', { cwd: import.meta.dirname }).map((page) => [basename(page, '.html'), at(page)]),
)
/** What both sides of a door say of themselves (src-shared/kernel/build-id.ts). */
const define = { __HALL_BUILD__: JSON.stringify(process.env['HALL_BUILD'] ?? 'source') }
const has = (entries: object): boolean => Object.keys(entries).length > 0

const config: UserConfig = {
  ...(has(mainEntries) && {
    main: {
      define,
      plugins: [sourceUrls(mainEntries, import.meta.dirname)],
      build: {
        outDir: at('out/main'),
        sourcemap: true,
        // A JSON file of the package is read; the bundler drops the import attribute that Node would need.
        externalizeDeps: { exclude: ['chinese-days'] },
        rollupOptions: {
          input: mainEntries,
          // Flat: sourceUrls relies on every chunk standing beside the entries.
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
        },
      },
    },
  }),
  ...(has(preloadEntries) && {
    preload: {
      build: {
        outDir: at('out/preload'),
        // A sandboxed preload can load no package: everything goes into the one file.
        externalizeDeps: false,
        rollupOptions: { input: preloadEntries, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
      },
    },
  }),
  ...(has(pages) && {
    renderer: {
      root: at('src-renderer'),
      base: './',
      define,
      plugins: [vue(), pdfParts()],
      worker: { format: 'es' },
      build: {
        outDir: at('out/renderer'),
        minify: true,
        // The content security policy has no exceptions: nothing is inlined as a data address.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rollupOptions: { input: pages },
      },
    },
  }),
}

export default defineConfig(config)
