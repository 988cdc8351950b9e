import { z } from '#shared/kernel/zod.ts'

// Template: text with {Column} in it; {Column:3} pads with zeros to three places.
const HOLE = /\{([^{}:]+)(?::(\d{1,2}))?\}/g

export const Template = z.string().max(500)

/** Names of the columns a template asks for. */
export function columnsIn(template: string): string[] {
  return [...template.matchAll(HOLE)].map((hole) => hole[1] ?? '')
}

/** Fills the holes; white space left by empty columns is drawn together. */
export function fill(template: string, valueOf: (column: string) => string): string {
  return template
    .replace(HOLE, (_, column: string, width: string | undefined) => valueOf(column).padStart(Number(width ?? 0), '0'))
    .replace(/\s+/g, ' ')
    .trim()
}
