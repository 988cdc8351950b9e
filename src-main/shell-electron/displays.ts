import type { Display, Screen } from 'electron'
import type { Area } from './window-bounds.ts'

/** Displays with the main one first, then by id, so that the same cabling gives the same order after every start. */
export function orderedDisplays(screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>): Display[] {
  const main = screen.getPrimaryDisplay().id
  return screen.getAllDisplays().toSorted((a, b) => Number(b.id === main) - Number(a.id === main) || a.id - b.id)
}

/** Calls back with the present displays whenever one was plugged, unplugged or changed its size. */
export function watchDisplays(screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on'>, changed: (areas: readonly Area[]) => void): void {
  const tell = (): void => {
    changed(orderedDisplays(screen))
  }
  screen.on('display-added', tell)
  screen.on('display-removed', tell)
  screen.on('display-metrics-changed', tell)
}
