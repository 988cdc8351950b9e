// The design system's development page, never shipped:
//   npx vite build -c tests/gallery/vite.config.ts && npx node tests/gallery/shots.ts
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, '../..', path)

export default defineConfig({
  root: at('src-renderer/pages/gallery'),
  base: './',
  plugins: [vue()],
  build: { outDir: at('out/gallery'), emptyOutDir: true, minify: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', fs: { allow: [at('.')] } },
})
