import { actArgs } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { CmdId, PersonId } from '#shared/kernel/ids.ts'
import { refuse, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Base, OnlineCommand } from '#shared/platform-api/commands.ts'
import type { Deed, Moment, Picture, Step } from './draft.ts'

export interface Pressed {
  readonly row: Pick<CaseRow, 'id' | 'ver' | 'attachments'>
  readonly step: Deed
  readonly words: string
  readonly pictures: readonly Picture[]
  readonly person: PersonId
  /** Corrected time of the press, epoch ms. */
  readonly at: number
  readonly offline: boolean
  readonly newId: () => CmdId
  /** 处置前, 处置后 in the window's language. */
  readonly nameOf: (moment: Moment) => string
}

/**
 * What is sent when a button is pressed: the act on the version seen, and each picture hanging on it, so that the pictures of a
 * refused answer are refused with it; pictures by themselves hang on nothing. 'reason-required' when there are no words.
 */
export function commandsOf(pressed: Pressed): Result<OnlineCommand[]> {
  const { row, step, pictures, newId } = pressed
  if (step === 'attach') return ok(attachments(pressed, pictures.filter(({ isThere }) => isThere)).map((attach) => command(pressed, null, attach, newId())))
  const body = bodyOf(step, pressed.words)
  if (!body.ok) return body
  const act = command(pressed, raisesVersion(step) ? { ver: row.ver } : null, body.value, newId())
  if (step !== 'answer') return ok([act])
  return ok([act, ...attachments(pressed, pictures).map((attach) => command(pressed, { after: act.id }, attach, newId()))])
}

function bodyOf(step: Step, words: string): Result<OnlineCommand['body']> {
  if (step === 'answer' || step === 'note') {
    const args = actArgs[step].safeParse({ words })
    return args.success ? ok({ action: step, args: args.data }) : refuse('reason-required', step)
  }
  const args = actArgs[step].safeParse({ reason: words })
  return args.success ? ok({ action: step, args: args.data }) : refuse('reason-required', step)
}

/** Named by when they were taken and in order, after those the case has, with the ending of the file: 处置后 2.jpg. */
function attachments({ nameOf, row }: Pressed, pictures: readonly Picture[]): OnlineCommand['body'][] {
  const had = (moment: Moment): number => row.attachments.filter(({ use, name }) => use === 'handle' && name.startsWith(`${nameOf(moment)} `)).length
  const counts: Record<Moment, number> = { before: had('before'), after: had('after') }
  return pictures.map(({ hash, mime, size, moment, name }) => {
    counts[moment] += 1
    const ending = /\.\w{2,5}$/.exec(name)?.[0] ?? ''
    const attachment = { hash, name: `${nameOf(moment)} ${counts[moment]}${ending.toLowerCase()}`, mime, size, use: 'handle' as const }
    return { action: 'attach', args: { attachment } }
  })
}

function command({ row, person, at, offline }: Pressed, base: Base, body: OnlineCommand['body'], id: CmdId): OnlineCommand {
  return { id, caseId: row.id, base, body, at, person, post: 'department', timeDoubt: false, offline, seat: null, s: null }
}
