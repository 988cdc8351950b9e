// What a department's worker has typed and photographed for one case and the platform has not taken yet.
import { OnlineCommand, Sha256 } from '#shared/platform-api/commands.ts'
import { z } from '#shared/kernel/zod.ts'

/** What a department can say: 处置完毕, 退回, 申请延期, 备注. */
export const steps = ['answer', 'return', 'request-extension', 'note'] as const
export const Step = z.enum(steps)
export type Step = z.infer<typeof Step>

/** What travels as an act: a step, or photographs that an answer already taken has left behind. */
export const Deed = z.enum([...steps, 'attach'])
export type Deed = z.infer<typeof Deed>

export const moments = ['before', 'after'] as const
export type Moment = (typeof moments)[number]

/** A picture of the handling: what is known of it; its bytes lie in the picture box. */
export const Picture = z.object({
  id: z.string().min(1).max(64),
  moment: z.enum(moments),
  name: z.string().max(200),
  mime: z.string().max(100),
  size: z.int().min(0),
  hash: Sha256,
  /** Path at which the upload goes on, once it was begun. */
  uploadPath: z.string().max(300).nullable(),
  isThere: z.boolean(),
})
export type Picture = z.infer<typeof Picture>

export const Draft = z.object({
  words: z.record(Step, z.string().max(4000)),
  /** The panel that stands open. */
  open: Step.nullable(),
  pictures: z.array(Picture).max(50),
  /** Made when the button was pressed and kept until the platform has settled it: sent again, it is the same act. */
  sending: z.object({ step: Deed, commands: z.array(OnlineCommand).min(1) }).nullable(),
})
export type Draft = z.infer<typeof Draft>

export function emptyDraft(): Draft {
  return { words: { 'answer': '', 'return': '', 'request-extension': '', 'note': '' }, open: null, pictures: [], sending: null }
}

/** An open panel without a word is not worth keeping. */
export function isWorthKeeping({ words, pictures, sending }: Draft): boolean {
  return sending !== null || pictures.length > 0 || steps.some((step) => words[step].trim() !== '')
}
