import type { CmdId, DraftId } from '#shared/kernel/ids.ts'

/** What a ledger has said is safe. */
export type Safe =
  | { readonly command: CmdId }
  | { readonly outcome: CmdId }
  | { readonly draft: DraftId; readonly rev: number }
  | { readonly number: string }
