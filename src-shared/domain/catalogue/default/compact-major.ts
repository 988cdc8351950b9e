/** 大类 with its classes in the compact notation of parse-compact.ts. */
export interface CompactMajor {
  readonly major: string
  readonly name: string
  readonly classes: string
}
