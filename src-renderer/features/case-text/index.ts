// A case in words, for every window that tells of one.
export { clockLine } from './clock-line.ts'
export type { ClockWords } from './clock-line.ts'
export { explanationLines } from './explanation-lines.ts'
export type { ClockTellingWords, ToldClock } from './explanation-lines.ts'
export { flowSentence } from './flow-sentence.ts'
export { limitText } from './limit-text.ts'
export { rangeText } from './range-text.ts'
