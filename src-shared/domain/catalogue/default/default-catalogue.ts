import type { Limit } from '#shared/domain/case/terms.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { CatalogueClass, CatalogueData, FilingCondition } from '../catalogue-data.ts'
import { limitInWords, parseCompact } from '../parse-compact.ts'
import type { CompactClass } from '../parse-compact.ts'
import type { CompactMajor } from './compact-major.ts'
import { componentMajors } from './components.ts'
import { conditionTexts } from './condition-texts.ts'
import { eventMajors } from './events.ts'

/** For classes whose limit the source does not give; without any a case of that class could not be filed at all. */
const provisionalLimit: Limit = { kind: 'working-days', value: 1 }

const deskMinutes = (value: number): Limit => ({ kind: 'desk-minutes', value })

/**
 * The catalogue a hall starts from: Yuncheng's adoption of GB/T 30428.2 (92 component and 98 event classes), to be replaced by
 * the hall's own. The source has one limit per condition, so the three area grades begin equal. Not to be had from it: texts of
 * conditions, the limits behind "…" (noted on the class), the limits of some local classes (provisional, noted), national classes
 * it did not adopt.
 */
export const defaultCatalogue: CatalogueData = {
  version: 'yuncheng-1',
  numbering: 'GB/T 30428.2',
  source: '运城市采用的部件、事件小类与处置时限；立案条件文字为本目录自拟，启用前由大厅核定',
  classes: [
    ...componentMajors.flatMap((major) => classesOf('component', major)),
    ...eventMajors.flatMap((major) => classesOf('event', major)),
  ],
  // domain-facts 4: accept, dispatch and close 15 min, a verify or check task 30 min. It names none for filing and for sending to
  // check; they follow the other desk steps.
  deskLimits: {
    'accept': deskMinutes(15),
    'verify': deskMinutes(30),
    'file': deskMinutes(15),
    'dispatch': deskMinutes(15),
    'send-check': deskMinutes(15),
    'check': deskMinutes(30),
    'close': deskMinutes(15),
  },
}

function classesOf(kind: CatalogueClass['kind'], major: CompactMajor): CatalogueClass[] {
  return unwrap(parseCompact(major.classes)).map((one) => {
    const code = `${kind === 'component' ? 'C' : 'E'}${major.major}${one.minor}`
    const note = noteOn(one)
    return {
      code,
      kind,
      major: major.major,
      majorName: major.name,
      name: one.name,
      conditions: conditionsOf(code, kind, one),
      local: one.local,
      ...(note === undefined ? {} : { note }),
    }
  })
}

function noteOn(one: CompactClass): string | undefined {
  if (one.limits.length === 0) return '来源未列处置时限，暂按 1 工作日，启用前由大厅核定'
  return one.partial ? '来源只列出部分立案条件，启用前由大厅补全' : undefined
}

function conditionsOf(code: string, kind: CatalogueClass['kind'], one: CompactClass): FilingCondition[] {
  const closing = kind === 'component' ? '设施恢复完好，现场清理干净' : '问题消除，现场恢复原状'
  const limits = one.limits.length === 0 ? [provisionalLimit] : one.limits
  return limits.map((limit, i) => {
    const numbered = { text: `第 ${i + 1} 种情形（限 ${limitInWords(limit)}）`, closing }
    return { id: `${code}-${i + 1}`, ...(conditionTexts[code]?.[i] ?? numbered), limits: { A: limit, B: limit, C: limit } }
  })
}
