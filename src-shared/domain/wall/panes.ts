// 分屏: who shows what when a monitor is missing.

/**
 * The panes each present monitor shows: first its own; those of missing monitors go to whoever has fewest, in order. It depends
 * on nothing but who is there, so a monitor that comes back gets its own again.
 */
export function sharePanes(homes: readonly string[], present: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const shown = new Map(present.map((id): [string, string[]] => [id, homes.includes(id) ? [id] : []]))
  for (const orphan of homes.filter((id) => !present.includes(id))) {
    const fewest = [...shown.values()].reduce<string[] | undefined>(
      (least, one) => (least === undefined || one.length < least.length ? one : least),
      undefined,
    )
    fewest?.push(orphan)
  }
  return shown
}

/** Which of several panes a monitor shows at a time: each for as long, in turn. */
export function paneInTurn<T>(panes: readonly T[], hostMs: number, everyMs: number): T | undefined {
  return panes[Math.floor(hostMs / everyMs) % Math.max(1, panes.length)]
}
