/** Deeper than any contract shape; GeoJSON in a row reaches 9. */
const MOST_LEVELS = 64

/**
 * What of a parsed JSON value PostgreSQL or a later reader could not hold: NUL and lone surrogates in text, numbers beyond
 * double precision, nesting without end. Answers where: `args.words: NUL`, undefined when all is well. Never overflows the stack.
 */
export function findJsonFault(value: unknown): string | undefined {
  const open: { readonly value: unknown; readonly path: string; readonly level: number }[] = [{ value, path: '', level: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const fault = faultOf(next.value)
    if (fault !== undefined) return next.path === '' ? fault : `${next.path}: ${fault}`
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.level >= MOST_LEVELS) return `${next.path.slice(0, 80)}: nested too deep`
    for (const [name, member] of Object.entries(next.value)) {
      const keyFault = faultOf(name)
      const path = next.path === '' ? name : `${next.path}.${name}`
      if (keyFault !== undefined) return `${next.path === '' ? 'member' : next.path}: ${keyFault} in a name`
      open.push({ value: member, path: path.slice(0, 200), level: next.level + 1 })
    }
  }
  return undefined
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'number out of range'
  if (typeof value !== 'string') return undefined
  if (value.includes('\0')) return 'NUL'
  return value.isWellFormed() ? undefined : 'broken Unicode'
}
