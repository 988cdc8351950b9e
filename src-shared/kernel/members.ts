// Members of nested values by their way, written with dots (`args.place.address`).

/** Undefined where the way leads nowhere. */
export function memberAt(value: unknown, way: string): unknown {
  return way
    .split('.')
    .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value)
}

/** A copy with another value at the end of the way; what lies beside the way is shared. */
export function withMember(holder: object, way: string, value: unknown): object {
  return replaced(holder, way.split('.'), value)
}

function replaced(holder: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const inner: unknown = Reflect.get(holder, key)
  return {
    ...holder,
    [key]: rest.length > 0 && typeof inner === 'object' && inner !== null ? replaced(inner, rest, value) : value,
  }
}
