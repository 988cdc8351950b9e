// The development page of the design system, never shipped:
//   npx vite build -c src-renderer/pages/gallery/vite.config.ts && node src-renderer/pages/gallery/shots.ts
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [vue()],
  build: { outDir: resolve(import.meta.dirname, '../../../out/gallery'), emptyOutDir: true, minify: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', fs: { allow: [resolve(import.meta.dirname, '../../..')] } },
})
