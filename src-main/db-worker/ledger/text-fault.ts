/**
 * Path of the first text that could not travel: PostgreSQL stores no NUL, UTF-8 no lone surrogate. Found here, before "saved" is
 * said, it is a field to correct; found by the platform it would be a rejected command.
 */
export function findTextFault(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    const fault = findTextFault(member, path === '' ? key : `${path}.${key}`)
    if (fault !== undefined) return fault
  }
  return undefined
}
