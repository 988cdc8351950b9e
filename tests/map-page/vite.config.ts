// A page with nothing but the hall's map, for tests of pixels and for benchmarks; never shipped.
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, '../..', path)

export default defineConfig({
  root: at('tests/map-page'),
  base: './',
  logLevel: 'warn',
  build: { outDir: at('out/map-page'), emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2_000 },
})
