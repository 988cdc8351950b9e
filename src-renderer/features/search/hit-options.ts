import type { SearchHit } from '#shared/contracts/cases.contract.ts'
import type { FieldHit } from '#shared/contracts/field.contract.ts'
import type { Text } from '#renderer/i18n/index.ts'
import type { ChoiceOption } from '#renderer/ui/index.ts'

const groups = ['case', 'component', 'grid', 'street', 'place'] as const

/** Identity of a hit among the lines of the list. */
export function hitKey(hit: SearchHit): string {
  if (hit.kind === 'case') return `case:${hit.brief.id}`
  return hit.kind === 'component' || hit.kind === 'grid' ? `${hit.kind}:${hit.code}` : `${hit.kind}:${hit.id}`
}

/** Hits as lines, kind by kind, in the order the host ranked them. */
export function hitOptions(hits: readonly SearchHit[], t: Text['t']): ChoiceOption[] {
  return groups.flatMap((kind) => hits.filter((hit) => hit.kind === kind).map((hit) => ({ ...lineOf(hit, t), value: hitKey(hit), group: t(`search.group.${kind}`) })))
}

function lineOf(hit: SearchHit, t: Text['t']): Pick<ChoiceOption, 'label' | 'code' | 'note' | 'aside'> {
  switch (hit.kind) {
    case 'case':
      return { code: hit.brief.no, label: hit.brief.className, note: hit.brief.address, aside: t(`cases.state.${hit.brief.state}`) }
    case 'component':
    case 'grid':
      return { code: hit.code, label: hit.name }
    case 'place':
      return { label: hit.name, note: hit.detail }
    case 'street':
      return { label: hit.name }
  }
}

/** Inspectors and vehicles as lines: who, of which grid, and how it stands now. */
export function moverOptions(movers: readonly FieldHit[], t: Text['t']): ChoiceOption[] {
  return movers.map(({ id, kind, name, grid, state }) => ({
    value: `mover:${id}`, label: name, note: grid || t(`field.kind.${kind}`), aside: t(`field.state.${state}`), group: t('field.title'),
  }))
}
