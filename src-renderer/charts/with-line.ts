import type { ChartInk } from './chart-ink.ts'

const LINE_HEIGHT = 2
const INDENT = 1

/** The picture with a line of text below it; `scale` is the picture's pixels in one of the window's. */
export function withLine(picture: HTMLCanvasElement, line: string, ink: ChartInk, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const px = ink.fontPx * scale
  canvas.width = picture.width
  canvas.height = picture.height + px * LINE_HEIGHT
  const context = canvas.getContext('2d')
  if (context === null) return picture
  context.fillStyle = ink.panel
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0)
  context.fillStyle = ink.textSecond
  context.font = `${String(px)}px ${ink.font}`
  context.textBaseline = 'middle'
  context.fillText(line, px * INDENT, picture.height + (px * LINE_HEIGHT) / 2, canvas.width - 2 * px * INDENT)
  return canvas
}
