import { pinyinInitials } from './pinyin-initials.ts'

/** Something the command bar can do by itself, without asking the host. */
export interface Command {
  readonly id: string
  /** In the window's language. */
  readonly label: string
  /** Also found by these, whatever the language: the words of the other one. */
  readonly also?: readonly string[]
  /** The key that does the same, for the list. */
  readonly keys?: string
  readonly run: () => void
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Those whose name, or a later word of it, or pinyin initials begin with what is typed; all when nothing is. */
export function findCommands(commands: readonly Command[], typed: string): readonly Command[] {
  const sought = folded(typed)
  if (sought === '') return commands
  return commands.filter(({ label, also = [] }) => [label, ...also].some((name) => isCalled(name, sought)))
}

function isCalled(name: string, sought: string): boolean {
  const words = folded(name)
  return words.startsWith(sought) || words.includes(` ${sought}`) || (/\p{Script=Han}/u.test(name) && pinyinInitials(name).startsWith(sought.replace(/\s/g, '')))
}
