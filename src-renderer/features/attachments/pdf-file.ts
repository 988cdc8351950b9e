// A paper of evidence, drawn by pdf.js onto a canvas of ours: nothing of the file becomes part of the page. Scripts in it are
// never run (that would take pdf.js's sandbox, which is not shipped), forms and links are pictures of themselves.
import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

GlobalWorkerOptions.workerSrc = workerUrl

/** 100 megapixels: more is a bomb and no scan. */
const MOST_PIXELS = 100_000_000
const WIDEST_PX = 4_096

export interface PdfFile {
  readonly pages: number
  /** Draws page `n`, the first being 1, as wide as `cssWidth` on a screen of this many pixels for each. */
  draw(n: number, canvas: HTMLCanvasElement, cssWidth: number): Promise<void>
  close(): void
}

/** Rejects when it is no PDF that can be read: damaged, or under a password. */
export async function openPdf(bytes: ArrayBuffer): Promise<PdfFile> {
  const part = (folder: string): string => new URL(`pdf/${folder}/`, document.baseURI).href
  const loading = getDocument({
    data: new Uint8Array(bytes),
    ...{ cMapUrl: part('cmaps'), standardFontDataUrl: part('standard_fonts'), wasmUrl: part('wasm') },
    ...{ useWasm: false, useWorkerFetch: false, enableXfa: false, maxImageSize: MOST_PIXELS, verbosity: 0 },
  })
  const file = await loading.promise
  return {
    pages: file.numPages,
    draw: (n, canvas, cssWidth) => draw(file, n, canvas, cssWidth),
    close: () => void loading.destroy(),
  }
}

async function draw(file: PDFDocumentProxy, n: number, canvas: HTMLCanvasElement, cssWidth: number): Promise<void> {
  const page = await file.getPage(n)
  const natural = page.getViewport({ scale: 1 })
  const width = Math.min(WIDEST_PX, cssWidth * devicePixelRatio)
  const viewport = page.getViewport({ scale: width / natural.width })
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  await page.render({ canvas, viewport }).promise
  page.cleanup()
}
