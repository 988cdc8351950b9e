// Development page of the work lists, the case and the form over a hall in memory; never shipped:
//   npx vite build -c tests/preview/vite.config.ts && npx node tests/preview/shots.ts
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, '../..', path)

export default defineConfig({
  root: at('tests/preview'),
  base: './',
  plugins: [vue()],
  build: { outDir: at('out/preview'), emptyOutDir: true, minify: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', fs: { allow: [at('.')] } },
})
