import type { BoardSubject } from '#shared/contracts/evaluation.contract.ts'
import type { ReferenceData } from '../reference/index.ts'

/** How a member is called; streets and communities are their names. */
export function memberName(subject: BoardSubject, id: string, { departments }: Pick<ReferenceData, 'departments'>): string {
  return subject === 'department' ? (departments.get(id)?.name ?? id) : id
}

export type ParetoBy = 'class' | 'street' | 'community' | 'grid' | 'source'

/** Of a class its name in the catalogue, of everything else what it is called anyway. */
export function kindName(by: ParetoBy, key: string, { catalogue }: Pick<ReferenceData, 'catalogue'>): string {
  return by === 'class' ? (catalogue.findClass(key)?.name ?? key) : key
}
