import type { TermName } from '#shared/domain/case/term-names.ts'

/** The field's own words of a table of terms in one language, so that windows, messages and documents say the same. */
export function termsIn<K extends string>(
  language: keyof TermName, names: Readonly<Record<K, TermName>>,
): Readonly<Record<K, string>> {
  // The entries of a record keep its keys; `fromEntries` forgets them.
  return Object.fromEntries(Object.entries<TermName>(names).map(([term, name]) => [term, name[language]])) as Record<K, string>
}
