import { EventEmitter } from 'node:events'
import type { MessageBoxOptions } from 'electron'

/** No desktop stands behind these: they keep what they are told, so that the shell's calls are real ones. */
interface MenuItem {
  readonly label?: string
  readonly click?: () => void
}

export class Menu {
  readonly items: readonly MenuItem[]

  constructor(items: readonly MenuItem[] = []) {
    this.items = items
  }

  static buildFromTemplate(items: readonly MenuItem[]): Menu {
    return new Menu(items)
  }

  static setApplicationMenu(): void {}
}

export class Tray extends EventEmitter {
  #menu: Menu | null = null

  setToolTip(): void {}

  setContextMenu(menu: Menu): void {
    this.#menu = menu
  }

  /** What a person would click. */
  click(label: string): void {
    this.#menu?.items.find((item) => item.label === label)?.click?.()
  }

  destroy(): void {}
}

export const nativeImage = {
  createFromPath: () => ({ isEmpty: () => true }),
  createFromDataURL: () => ({ isEmpty: () => true }),
  createEmpty: () => ({ isEmpty: () => true }),
}

const blockers = new Set<number>()

export const powerSaveBlocker = {
  start(): number {
    const id = blockers.size + 1
    blockers.add(id)
    return id
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
}

/** Nobody is there to press a button: the words go to standard error. */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}: ${content}\n`)
  },
  async showMessageBox({ title, message }: MessageBoxOptions): Promise<void> {
    process.stderr.write(`${title ?? ''}: ${message}\n`)
  },
}
