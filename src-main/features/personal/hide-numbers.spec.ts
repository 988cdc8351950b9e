import { describe, expect, it } from 'vitest'
import { actArgs } from '#shared/domain/case/acts.ts'
import type { ActBody } from '#shared/domain/case/acts.ts'
import { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { hideNumbersIn } from '#shared/domain/personal/hide-in-act.ts'
import { openHidden } from './hide-numbers.ts'
import { Sealer } from './sealer.ts'

const sealer = new Sealer({ id: 'k1', key: Buffer.alloc(32, 7) })
const caseId = CaseId.parse('018f0000-0000-7000-8000-000000000001')
const act = CmdId.parse('018f0000-0000-7000-8000-0000000000a1')
const note = (words: string): ActBody => ({ action: 'note', args: { words } })

describe('numbers in what is typed at a seat', () => {
  it('leave the words masked, and are sealed beside them', () => {
    const said = hideNumbersIn(note('来电13812345678，身份证11010519491231002X'), caseId, act, sealer)

    expect(said.args).toMatchObject({ words: '来电138****5678，身份证1101**********002X' })
    expect(JSON.stringify(said)).not.toMatch(/13812345678|11010519491231002X/)
    const [hidden] = said.args.hidden ?? []
    expect(hidden).toMatchObject({ field: 'words', act, count: 2, phoneKeys: [sealer.phoneKey('13812345678')] })
    expect(unwrap(openHidden(hidden!, caseId, sealer)).map(({ plain, masked }) => [plain, masked])).toEqual([
      ['13812345678', '138****5678'],
      ['11010519491231002X', '1101**********002X'],
    ])
  })

  it('pass the schema of every act that has words, and nothing else of it changes', () => {
    const bodies: ActBody[] = [
      note('13812345678'),
      { action: 'call-back', args: { satisfied: true, words: '13812345678' } },
      { action: 'refuse', args: { reason: '13812345678', duplicateOf: null } },
    ]
    for (const body of bodies) {
      const { hidden, ...args } = hideNumbersIn(body, caseId, act, sealer).args
      expect(actArgs[body.action].safeParse({ ...args, hidden }).success).toBe(true)
      expect(JSON.stringify(args)).toBe(JSON.stringify(body.args).replace('13812345678', '138****5678'))
    }
  })

  it('leave an act without any as it is', () => {
    const body = note('案卷3415232025093000042，网格341523001001012')

    expect(hideNumbersIn(body, caseId, act, sealer)).toBe(body)
  })

  it('are masked in the names of files, of a report and of a supplement, and nothing else of those changes', () => {
    const file = { hash: 'a'.repeat(64), name: '13812345678_20261122.mp3', mime: 'audio/mpeg', size: 1, use: 'recording' as const }
    const kept = { ...file, name: '138＊＊＊＊5678_20261122.mp3' }
    const { body: report } = aReport(1, 1, { attachments: [{ ...file, name: '井盖.jpg' }, file] })

    expect(hideNumbersIn(report, caseId, act, sealer).args).toMatchObject({ attachments: [{ ...file, name: '井盖.jpg' }, kept] })
    const attach = { action: 'attach', args: { attachment: file } } as const
    expect(hideNumbersIn(attach, caseId, act, sealer)).toEqual({ action: 'attach', args: { attachment: kept } })
  })

  it('keep what a repeated act has hidden before', () => {
    const first = hideNumbersIn(note('13812345678'), caseId, act, sealer)
    const again = hideNumbersIn(first, caseId, CmdId.parse('018f0000-0000-7000-8000-0000000000a2'), sealer)

    expect(again).toBe(first)
    expect(unwrap(openHidden(again.args.hidden![0]!, caseId, sealer))).toHaveLength(1)
  })

  it('open in no other case, for no other act and in no other field', () => {
    const [hidden] = hideNumbersIn(note('13812345678'), caseId, act, sealer).args.hidden ?? []
    const other = CaseId.parse('018f0000-0000-7000-8000-000000000002')

    expect(openHidden(hidden!, other, sealer).ok).toBe(false)
    expect(openHidden({ ...hidden!, field: 'reason' }, caseId, sealer).ok).toBe(false)
    expect(openHidden({ ...hidden!, act: CmdId.parse('018f0000-0000-7000-8000-0000000000a9') }, caseId, sealer).ok).toBe(false)
  })

  it('make no text longer than its field may be', () => {
    const typed = aReport(1, 1, { description: `${'05648612312，'.repeat(333)}井盖坏了` }).body
    const said = hideNumbersIn(typed, caseId, act, sealer)

    expect(actArgs.report.safeParse(typed.args).success).toBe(true)
    expect(actArgs.report.safeParse(said.args).success).toBe(true)
  })

  it('fit in, however many there are', () => {
    const said = hideNumbersIn(note('13812345678，'.repeat(160)), caseId, act, sealer)

    expect(actArgs.note.safeParse(said.args).success).toBe(true)
  })
})
