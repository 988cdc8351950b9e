import type { ClassChoice } from '#shared/contracts/intake.contract.ts'
import { pinyinInitials } from './pinyin-initials.ts'

const MOST_CLASSES = 4

/** 小类 whose code, name or pinyin initials begin with what is typed; none when the name stands there whole. */
export function findClasses(classes: readonly ClassChoice[], typed: string): readonly ClassChoice[] {
  const sought = typed.normalize('NFKC').trim().toLowerCase()
  if (sought === '' || classes.some(({ name }) => name === sought)) return []
  const matches = ({ code, name }: ClassChoice): boolean =>
    code.toLowerCase().startsWith(sought) || name.toLowerCase().startsWith(sought) || pinyinInitials(name).startsWith(sought)
  return classes.filter(matches).slice(0, MOST_CLASSES)
}
