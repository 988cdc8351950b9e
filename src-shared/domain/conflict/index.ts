export { compareRows, comparedFields, comparedValue } from './compare-rows.ts'
export type { ComparedField, ComparedValue, Comparison } from './compare-rows.ts'
export { actNow, mergeable, mergeBody, openFields } from './merge.ts'
export type { Side, Sides } from './merge.ts'
