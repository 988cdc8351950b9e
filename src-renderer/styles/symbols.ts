// The shapes that carry meaning, for SVG and canvas alike. `tokens.css` holds the same paths for style sheets; a spec
// keeps them equal.

/** 五种含义: every one has a colour, a shape and a word. */
export const meanings = ['normal', 'attention', 'overdue', 'emergency', 'unknown'] as const
export type Meaning = (typeof meanings)[number]

/** Things on the map that never borrow a status colour. */
export const objectKinds = ['inspector', 'vehicle', 'camera', 'component'] as const
export type ObjectKind = (typeof objectKinds)[number]

/** `d` of a path in a 24 x 24 box centred on 0,0. */
export const symbolPaths: Readonly<Record<Meaning | ObjectKind, string>> = {
  normal: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  attention: 'M0 -9L9 7H-9z',
  overdue: 'M0 -10L10 0L0 10L-10 0z',
  emergency: 'M-4.5 -11H4.5L11 -4.5V4.5L4.5 11H-4.5L-11 4.5V-4.5z',
  unknown: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  inspector: 'M0 -11L5.2 -5.2A7.4 7.4 0 1 1 -5.2 -5.2z',
  vehicle: 'M0 -10L7 9L0 5L-7 9z',
  camera: 'M-6 -6H6V6H-6z',
  component: 'M-2 -2H2V2H-2z',
}
