import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import type { WindowKind } from '../shell-common/options.ts'

const titles: Readonly<Record<WindowKind, string>> = { seat: '万米值守席', wall: '万米值守席 大屏' }
/** The ground of both themes' frame, so that a window never flashes white in a dark hall. */
const BACKGROUND = '#0f1720'

/** Every window of the hall is made with these, so that none can be made without its guards. */
export function windowOptions(kind: WindowKind, bounds: Rectangle, preload: string): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    title: titles[kind],
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    // Shown when its first frame is painted.
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A hidden or covered window goes on counting clocks and sounding alarms.
      backgroundThrottling: false,
    },
  }
}
