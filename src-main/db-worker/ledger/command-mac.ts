import type { Seal } from './seal.ts'

/** Covers what the command's own hash does not: its place and what stands beside it. */
export function commandMac(
  seal: Seal,
  row: { readonly s: number; readonly hash: string; readonly person_name: string; readonly no: string | null },
): string {
  return seal(['command', row.s, row.hash, row.person_name, row.no])
}
