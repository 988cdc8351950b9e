import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

/** What pdf.js reads while it draws: Chinese character maps, the fonts every reader has, decoders that need no WebAssembly. */
const folders = {
  cmaps: /\.bcmap$/,
  standard_fonts: /\.(?:pfb|ttf)$/,
  wasm: /_nowasm_fallback\.js$/,
} as const

/** Ships those files under `pdf/`, where pdf.js asks for them by name. */
export function pdfParts(): Plugin {
  const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  return {
    name: 'hall:pdf-parts',
    apply: 'build',
    generateBundle() {
      for (const [folder, wanted] of Object.entries(folders))
        for (const name of readdirSync(join(home, folder)).filter((one) => wanted.test(one)))
          this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${name}`, source: readFileSync(join(home, folder, name)) })
    },
  }
}
