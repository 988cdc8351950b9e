// The order in which pending acts of several seats are folded over one case: the same at every seat that knows the same acts.

export interface Foldable {
  readonly id: string
  readonly seat: string
  readonly s: number
  readonly after: string | null
}

/**
 * What an act builds on comes before it, and a seat's acts come in its own order. Between acts that know nothing of each other
 * the smaller id goes first: it decides nothing but what is shown until the platform has spoken.
 */
export function inFoldOrder<One extends Foldable>(acts: readonly One[]): One[] {
  const left = new Set([...acts].sort((a, b) => (a.id < b.id ? -1 : 1)))
  const ordered: One[] = []
  while (left.size > 0) {
    const next = firstFree(left) ?? firstOf(left)
    if (next === undefined) break
    left.delete(next)
    ordered.push(next)
  }
  return ordered
}

function firstFree<One extends Foldable>(left: ReadonlySet<One>): One | undefined {
  for (const one of left) {
    let isFree = true
    for (const other of left) {
      if (other !== one && (other.id === one.after || (other.seat === one.seat && other.s < one.s))) isFree = false
    }
    if (isFree) return one
  }
  return undefined
}

/** Acts that wait for each other in a circle cannot be; if somebody sends such, they are shown all the same. */
function firstOf<One>(left: ReadonlySet<One>): One | undefined {
  return left.values().next().value
}
