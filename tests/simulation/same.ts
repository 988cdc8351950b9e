/** Do two values say the same as JSON? The order of members does not count, nor does one that is undefined. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => isSame(one, b[at]))
  }
  for (const key in a) {
    const mine: unknown = Reflect.get(a, key)
    const theirs: unknown = Reflect.get(b, key)
    if (mine !== theirs && !isSame(mine, theirs)) return false
  }
  for (const key in b) if (Reflect.get(a, key) === undefined && Reflect.get(b, key) !== undefined) return false
  return true
}
