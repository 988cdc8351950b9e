import type { ClassChoice } from '#shared/contracts/intake.contract.ts'
import { text } from '#renderer/i18n/index.ts'

export interface ClassFilterChoice {
  /** Beginning of class codes; '' for every class. */
  readonly value: string
  readonly label: string
}

const kinds = { component: 'C', event: 'E' } as const

/** All, components, events, and the majors 大类 of both that the catalogue knows. */
export function classChoices(classes: readonly Pick<ClassChoice, 'code' | 'majorName'>[]): readonly ClassFilterChoice[] {
  const majors = new Map(classes.map(({ code, majorName }) => [code.slice(0, MAJOR_LETTERS), majorName]))
  const of = (kind: keyof typeof kinds): ClassFilterChoice[] => [
    { value: kinds[kind], label: text(`evaluation.hot.${kind}s`) },
    ...[...majors].filter(([code]) => code.startsWith(kinds[kind])).map(([code, name]) => ({ value: code, label: `${code} ${name}` })),
  ]
  return [{ value: '', label: text('evaluation.hot.all') }, ...of('component'), ...of('event')]
}

/** 'E01' of 'E0110'. */
const MAJOR_LETTERS = 3
