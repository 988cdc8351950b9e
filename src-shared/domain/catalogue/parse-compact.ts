import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Limit } from '#shared/domain/case/terms.ts'

/**
 * One class as the compact notation gives it; `partial` where the line marks with … that the source names more limits than it
 * prints.
 */
export interface CompactClass {
  readonly minor: string
  readonly name: string
  readonly limits: readonly Limit[]
  readonly local: boolean
  readonly partial: boolean
}

const LOCAL = /^local\s+/
const ENTRY = /^(\d{2,3})\s+(\S+)$/
const LIMIT = /^(\d{1,3})(Uday|U|h|d)$/

/**
 * Reads the compact notation of a limit table, one group of classes per line:
 * `01 上水井盖, 02 污水井盖 2U/4h/2d/5d` gives both classes the four limits, in the order of their filing conditions.
 * U = 紧急工作时, Uday = 紧急工作日, h = 工作时, d = 工作日. `local` before the codes marks 地方扩展; a trailing … or one between
 * limits says that the source leaves some out. Refuses 'bad-request' with the line and its number.
 */
export function parseCompact(text: string): Result<readonly CompactClass[]> {
  const classes: CompactClass[] = []
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '') continue
    const group = parseLine(line)
    if (group === undefined) return refuse('bad-request', `line ${i + 1}: ${line.slice(0, 80)}`)
    classes.push(...group)
  }
  return ok(classes)
}

function parseLine(line: string): CompactClass[] | undefined {
  const local = LOCAL.test(line)
  const words = line.replace(LOCAL, '').split(/\s+/)
  const last = words.at(-1) ?? ''
  const limits = parseLimits(last)
  const entries = (limits === undefined ? words : words.slice(0, -1)).join(' ').split(/,\s*/)
  const common = { limits: limits ?? [], local, partial: limits !== undefined && last.includes('…') }
  const classes = entries.map((entry) => {
    const [, minor, name] = ENTRY.exec(entry) ?? []
    return minor === undefined || name === undefined ? undefined : { minor, name, ...common }
  })
  return classes.every((one) => one !== undefined) ? classes : undefined
}

/** Undefined when the word is no list of limits but part of a name. */
function parseLimits(word: string): Limit[] | undefined {
  const limits = word
    .split(/[/…]/)
    .filter((token) => token !== '')
    .map(parseLimit)
  return limits.length > 0 && limits.every((limit) => limit !== undefined) ? limits : undefined
}

function parseLimit(token: string): Limit | undefined {
  const match = LIMIT.exec(token)
  const value = Number(match?.[1])
  if (match === null || value === 0) return undefined
  switch (match[2]) {
    case 'U':
      return { kind: 'urgent-hours', value }
    case 'Uday':
      return { kind: 'urgent-hours', value: value * 24 }
    case 'h':
      return { kind: 'working-hours', value }
    default:
      return { kind: 'working-days', value }
  }
}

/** A limit in the words of the rule: "4 工作时". */
export function limitInWords(limit: Limit): string {
  const names = {
    'urgent-hours': '紧急工作时',
    'working-hours': '工作时',
    'working-days': '工作日',
    'natural-days': '自然日',
    'desk-minutes': '分钟',
  }
  return `${limit.value} ${names[limit.kind]}`
}
