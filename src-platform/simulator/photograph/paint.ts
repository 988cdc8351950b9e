// Drawn photographs of a street corner, with what is wrong and without. Nobody will take them for real ones, and that is meant:
// they fill a gallery, show before and after, and are the same from the same seed.
import { diceFor } from '../dice.ts'
import type { Dice } from '../dice.ts'
import { Canvas } from './canvas.ts'
import type { Colour } from './canvas.ts'

export const subjects = ['litter', 'stall', 'bikes', 'bills', 'bin', 'pit', 'manhole', 'water'] as const
export type Subject = (typeof subjects)[number]

const WIDTH = 400
const HEIGHT = 300
const dark: Colour = [38, 40, 44]
const grey: Colour = [120, 122, 124]
const steel: Colour = [150, 155, 160]

/** PNG of a corner: `variant` tells corners apart, and the same corner before and after handling is seen from the same place. */
export function paint(subject: Subject, variant: number, isAfter: boolean, seed: number): Buffer {
  const canvas = new Canvas(WIDTH, HEIGHT)
  street(canvas, diceFor('corner', seed, subject, variant))
  trouble[subject](canvas, diceFor('trouble', seed, subject, variant), isAfter)
  canvas.grain(diceFor('grain', seed, subject, variant, isAfter ? 1 : 0), 26)
  return canvas.png()
}

/** Sky, a row of houses, pavement, kerb and road. */
function street(canvas: Canvas, dice: Dice): void {
  const haze = dice.whole(0, 40)
  canvas.shade(0, 0.35, [150 - haze, 180 - haze, 210 - haze], [215, 222, 226])
  for (let x = -0.05; x < 1;) {
    const [w, h, tone] = [dice.between(0.12, 0.24), dice.between(0.16, 0.32), dice.whole(140, 205)]
    canvas.box(x, 0.42 - h, w, h, [tone, tone - 8, tone - 22])
    for (let wx = x + 0.02; wx < x + w - 0.03; wx += 0.05)
      for (let wy = 0.45 - h; wy < 0.36; wy += 0.07) canvas.box(wx, wy, 0.025, 0.035, [86, 100, 116])
    x += w
  }
  canvas.shade(0.42, 0.68, [186, 182, 174], [168, 163, 154])
  for (let x = 0; x < 1; x += 0.1) canvas.bar(x, 0.42, x + (x - 0.5) * 0.5, 0.68, 0.003, [150, 146, 138])
  canvas.box(0, 0.68, 1, 0.025, [205, 204, 200])
  canvas.shade(0.705, 1, [92, 94, 97], [70, 72, 75])
  const tree = dice.between(0.08, 0.9)
  canvas.bar(tree, 0.2, tree, 0.5, 0.018, [92, 72, 54])
  for (let i = 0; i < 14; i += 1)
    canvas.disc(tree + dice.between(-0.07, 0.07), dice.between(0.06, 0.24), 0.045, 0.05, [
      60 + dice.whole(0, 30),
      104 + dice.whole(0, 30),
      62,
    ])
}

type Trouble = (canvas: Canvas, dice: Dice, isAfter: boolean) => void

const trouble: Readonly<Record<Subject, Trouble>> = {
  litter(canvas, dice, isAfter) {
    if (isAfter) return
    for (let i = 0; i < 46; i += 1) {
      const spread = dice.between(-1, 1) * dice.next()
      canvas.disc(0.5 + spread * 0.26, 0.62 - (1 - Math.abs(spread)) * dice.next() * 0.14, 0.022, 0.022, rubbish(dice))
    }
  },
  stall(canvas, dice, isAfter) {
    if (isAfter) return
    const x = dice.between(0.3, 0.55)
    canvas.box(x, 0.52, 0.28, 0.1, [136, 100, 64])
    for (let i = 0; i < 16; i += 1)
      canvas.disc(x + 0.02 + (i % 8) * 0.034, 0.5 + Math.floor(i / 8) * 0.03, 0.016, 0.02, fruit(dice))
    canvas.bar(x + 0.14, 0.24, x + 0.14, 0.52, 0.008, steel)
    canvas.disc(x + 0.14, 0.25, 0.2, 0.05, [186, 62, 54])
  },
  bikes(canvas, dice, isAfter) {
    // Handled: in a row at the wall; before: across the pavement.
    for (let i = 0; i < 6; i += 1) {
      const [x, y] = isAfter ? [0.2 + i * 0.1, 0.47] : [0.18 + i * 0.11 + dice.between(-0.03, 0.03), dice.between(0.53, 0.63)]
      bicycle(canvas, x, y, isAfter ? 0.8 : 1)
    }
  },
  bills(canvas, dice, isAfter) {
    canvas.box(0.3, 0.16, 0.4, 0.36, [196, 190, 178])
    for (let i = 0; i < 22; i += 1) {
      const [x, y, w] = [dice.between(0.32, 0.62), dice.between(0.18, 0.44), dice.between(0.03, 0.06)]
      // A cleaned wall keeps a lighter patch where the bill was.
      canvas.box(x, y, w, w * 1.1, isAfter ? [204, 199, 188] : paper(dice))
    }
  },
  bin(canvas, dice, isAfter) {
    canvas.box(0.42, 0.42, 0.16, 0.2, [62, 98, 76])
    canvas.box(0.41, 0.41, 0.18, 0.025, isAfter ? [48, 78, 60] : dark)
    if (isAfter) return
    for (let i = 0; i < 26; i += 1) canvas.disc(dice.between(0.38, 0.62), dice.between(0.34, 0.42), 0.024, 0.026, rubbish(dice))
    for (let i = 0; i < 14; i += 1) canvas.disc(dice.between(0.3, 0.7), dice.between(0.6, 0.66), 0.02, 0.016, rubbish(dice))
  },
  pit(canvas, dice, isAfter) {
    const x = dice.between(0.4, 0.6)
    if (isAfter) canvas.box(x - 0.15, 0.79, 0.3, 0.12, [52, 53, 56])
    else {
      canvas.disc(x, 0.85, 0.14, 0.06, [58, 54, 50])
      canvas.disc(x + 0.01, 0.86, 0.1, 0.038, dark)
      for (let i = 0; i < 18; i += 1)
        canvas.disc(x + dice.between(-0.18, 0.18), 0.85 + dice.between(-0.07, 0.08), 0.008, 0.006, [112, 108, 102])
    }
  },
  manhole(canvas, dice, isAfter) {
    const x = dice.between(0.4, 0.6)
    canvas.disc(x, 0.84, 0.11, 0.055, [104, 104, 106])
    canvas.disc(x, 0.84, 0.095, 0.047, isAfter ? [64, 64, 68] : [16, 16, 18])
    if (!isAfter) canvas.disc(x + 0.05, 0.83, 0.06, 0.024, [70, 70, 74])
    else for (let i = -3; i <= 3; i += 1) canvas.bar(x + i * 0.024, 0.81, x + i * 0.024, 0.87, 0.004, [86, 86, 90])
  },
  water(canvas, dice, isAfter) {
    if (isAfter) return canvas.shade(0.74, 0.8, [84, 86, 89], [82, 84, 87])
    for (let i = 0; i < 12; i += 1)
      canvas.disc(dice.between(0.2, 0.8), dice.between(0.76, 0.92), dice.between(0.1, 0.2), 0.035, [
        104 + dice.whole(0, 8),
        118,
        130,
      ])
  },
}

function bicycle(canvas: Canvas, x: number, y: number, size: number): void {
  for (const side of [-1, 1]) {
    canvas.disc(x + side * 0.032 * size, y, 0.022 * size, 0.03 * size, dark)
    canvas.disc(x + side * 0.032 * size, y, 0.017 * size, 0.023 * size, grey)
  }
  canvas.bar(x - 0.03 * size, y, x + 0.01 * size, y - 0.06 * size, 0.005, [40, 110, 170])
  canvas.bar(x + 0.01 * size, y - 0.06 * size, x + 0.032 * size, y, 0.005, [40, 110, 170])
}

const rubbish = (dice: Dice): Colour =>
  dice.pick<Colour>([
    [214, 210, 204],
    [96, 88, 74],
    [60, 92, 140],
    [168, 60, 52],
    [40, 40, 44],
    [182, 160, 92],
  ])
const fruit = (dice: Dice): Colour =>
  dice.pick<Colour>([
    [206, 88, 40],
    [190, 40, 44],
    [226, 184, 60],
    [108, 150, 62],
  ])
const paper = (dice: Dice): Colour =>
  dice.pick<Colour>([
    [240, 236, 224],
    [232, 210, 96],
    [226, 130, 120],
    [150, 190, 220],
  ])
