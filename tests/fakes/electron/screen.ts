import { EventEmitter } from 'node:events'
import { controls, firstDisplays } from './stand-in.ts'
import type { StandInDisplay } from './stand-in.ts'

const asDisplay = ({ id, x, y, width, height }: StandInDisplay) => ({
  id,
  label: `display ${id}`,
  bounds: { x, y, width, height },
  workArea: { x, y, width, height },
  size: { width, height },
  workAreaSize: { width, height },
  scaleFactor: 1,
  rotation: 0,
  internal: false,
})

/** Monitors as a test sets them; the first one is the main one. */
class Screen extends EventEmitter {
  #displays = firstDisplays()

  constructor() {
    super()
    controls.on('displays', (displays) => {
      this.#change(displays)
    })
  }

  getAllDisplays() {
    return this.#displays.map(asDisplay)
  }

  getPrimaryDisplay() {
    const [main] = this.#displays
    if (main === undefined) throw new Error('stand-in: no display')
    return asDisplay(main)
  }

  #change(displays: readonly StandInDisplay[]): void {
    const before = this.#displays
    this.#displays = [...displays]
    for (const gone of before) if (!displays.some(({ id }) => id === gone.id)) this.emit('display-removed', {}, asDisplay(gone))
    for (const now of displays) {
      const known = before.find(({ id }) => id === now.id)
      if (known === undefined) this.emit('display-added', {}, asDisplay(now))
      else if (JSON.stringify(known) !== JSON.stringify(now)) this.emit('display-metrics-changed', {}, asDisplay(now), ['bounds', 'workArea'])
    }
  }
}

export const screen = new Screen()
