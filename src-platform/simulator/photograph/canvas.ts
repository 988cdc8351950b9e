import type { Dice } from '../dice.ts'
import { pngOf } from './png.ts'

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** A picture in the making: fractions of its width and height, origin top left. Enough to tell a heap from a clean pavement. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly #pixels: Buffer

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.#pixels = Buffer.alloc(width * height * 3)
  }

  /** From one colour at the top to another at the bottom. */
  shade(top: number, bottom: number, from: Colour, to: Colour): void {
    const [first, last] = [Math.round(top * this.height), Math.round(bottom * this.height)]
    for (let y = first; y < last; y += 1) {
      const share = (y - first) / Math.max(1, last - first - 1)
      this.#row(y, 0, this.width, mix(from, to, share))
    }
  }

  box(x: number, y: number, w: number, h: number, colour: Colour): void {
    const [left, right] = [Math.round(x * this.width), Math.round((x + w) * this.width)]
    for (let row = Math.round(y * this.height); row < Math.round((y + h) * this.height); row += 1)
      this.#row(row, left, right, colour)
  }

  disc(x: number, y: number, rx: number, ry: number, colour: Colour): void {
    const [cx, cy, w, h] = [x * this.width, y * this.height, rx * this.width, ry * this.height]
    for (let row = Math.ceil(cy - h); row <= cy + h; row += 1) {
      const half = w * Math.sqrt(Math.max(0, 1 - ((row - cy) / h) ** 2))
      this.#row(row, Math.round(cx - half), Math.round(cx + half), colour)
    }
  }

  /** A bar of even width from one point to another. */
  bar(fromX: number, fromY: number, toX: number, toY: number, thick: number, colour: Colour): void {
    const steps = Math.ceil(Math.hypot((toX - fromX) * this.width, (toY - fromY) * this.height) / 2)
    for (let i = 0; i <= steps; i += 1) {
      const share = i / Math.max(1, steps)
      const [x, y] = [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share]
      this.box(x - thick / 2, y - thick / 2, thick, thick * (this.width / this.height), colour)
    }
  }

  /** Grain in small squares, stronger lower down, as on asphalt. */
  grain(dice: Dice, strength: number): void {
    const size = 3
    for (let y = 0; y < this.height; y += size) {
      for (let x = 0; x < this.width; x += size) {
        const change = Math.round((dice.next() - 0.5) * strength * (0.3 + y / this.height))
        if (change !== 0) this.#lift(x, y, size, change)
      }
    }
  }

  /** PNG, 8 bits, no alpha. */
  png(): Buffer {
    const stride = this.width * 3
    const rows = Buffer.alloc((stride + 1) * this.height)
    for (let y = 0; y < this.height; y += 1) this.#pixels.copy(rows, y * (stride + 1) + 1, y * stride, (y + 1) * stride)
    return pngOf(this.width, this.height, rows, 4)
  }

  #row(y: number, left: number, right: number, [r, g, b]: Colour): void {
    if (y < 0 || y >= this.height) return
    const [from, to] = [Math.max(0, left), Math.min(this.width, right)]
    for (let at = (y * this.width + from) * 3; at < (y * this.width + to) * 3; at += 3) {
      this.#pixels[at] = r
      this.#pixels[at + 1] = g
      this.#pixels[at + 2] = b
    }
  }

  #lift(left: number, top: number, size: number, change: number): void {
    for (let y = top; y < Math.min(this.height, top + size); y += 1) {
      const end = (y * this.width + Math.min(this.width, left + size)) * 3
      for (let at = (y * this.width + left) * 3; at < end; at += 1) {
        this.#pixels[at] = Math.min(255, Math.max(0, (this.#pixels[at] ?? 0) + change))
      }
    }
  }
}

export const mix = (a: Colour, b: Colour, share: number): Colour => [
  Math.round(a[0] + (b[0] - a[0]) * share),
  Math.round(a[1] + (b[1] - a[1]) * share),
  Math.round(a[2] + (b[2] - a[2]) * share),
]
