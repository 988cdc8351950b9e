import { describe, expect, it } from 'vitest'
import { windowKinds } from '../shell-common/index.ts'
import { windowOptions } from './window-options.ts'

describe.each(windowKinds)('a %s window', (kind) => {
  const { webPreferences = {}, ...rest } = windowOptions(kind, { x: 1, y: 2, width: 3, height: 4 }, '/hall/preload.cjs')

  it('is sandboxed, isolated and without Node', () => {
    expect(webPreferences).toMatchObject({
      preload: '/hall/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    })
  })

  it('sets nothing that opens it up', () => {
    for (const name of ['experimentalFeatures', 'enableBlinkFeatures', 'additionalArguments', 'devTools']) expect(webPreferences).not.toHaveProperty(name)
    expect(webPreferences.allowRunningInsecureContent).toBe(false)
  })

  it('stands where it was told and shows itself only when painted', () => {
    expect(rest).toMatchObject({ x: 1, y: 2, width: 3, height: 4, show: false })
  })
})
