import { CaseSource } from '#shared/domain/case/terms.ts'
import { text } from '#renderer/i18n/index.ts'

/** 问题来源 in words; a source of a newer platform is shown as it came. */
export function sourceText(source: string): string {
  const known = CaseSource.safeParse(source)
  return known.success ? text(`cases.source.${known.data}`) : source
}
