import { describe, expect, it } from 'vitest'
import { FakeWindow } from '#tests/fakes/electron/unit.ts'
import { WallWindows } from './wall-windows.ts'

const monitor = (x: number, y: number) => ({ bounds: { x, y, width: 1920, height: 1080 }, scaleFactor: 1 })
const four = [monitor(0, 0), monitor(1920, 0), monitor(0, 1080), monitor(-1920, 0)]

async function wall() {
  const made: FakeWindow[] = []
  const warned: string[] = []
  const windows = new WallWindows({
    make: (options) => {
      const window = new FakeWindow(options)
      made.push(window)
      return window.real
    },
    preload: '/preload.cjs',
    warn: (what) => warned.push(what),
    fixed: null,
  })
  windows.look(four)
  await windows.settle()
  return { windows, made, warned }
}

describe('the wall in Electron', () => {
  it('has a window over every monitor, known by the monitor’s place', async () => {
    const { windows, made } = await wall()

    expect(made.map(({ options: { x, y } }) => [x, y])).toEqual([[0, 0], [1920, 0], [0, 1080], [-1920, 0]])
    expect(made.map(({ webContents }) => windows.paneOf(webContents.real))).toEqual(['at-0-0', 'at-1920-0', 'at-0-1080', 'at-m1920-0'])
    expect(made.every(({ loaded }) => loaded === 'app://hall/wall.html')).toBe(true)
  })

  it('loses the window of a monitor that is unplugged, and opens one when it is back', async () => {
    const { windows, made } = await wall()

    windows.look(four.slice(0, 3))
    await windows.settle()
    expect(windows.displays.map(({ id }) => id)).toEqual(['at-0-0', 'at-1920-0', 'at-0-1080'])
    expect(made[3]?.webContents.destroyed).toBe(true)

    windows.look(four)
    await windows.settle()
    expect(made).toHaveLength(5)
    expect(windows.paneOf(made[4]!.webContents.real)).toBe('at-m1920-0')
  })

  it('shows the replacement of a dead page before the dead one goes', async () => {
    const { windows, made } = await wall()
    const [dead] = made

    dead?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })

    const fresh = made[4]
    expect(windows.paneOf(fresh!.webContents.real)).toBe('at-0-0')
    expect(dead?.webContents.destroyed).toBe(false)
    fresh?.emit('ready-to-show')
    expect(dead?.webContents.destroyed).toBe(true)
  })

  it('leaves nothing below a replacement that is shown at last, also where one before it died unseen', async () => {
    const { windows, made } = await wall()
    const [dead] = made

    dead?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    made[4]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    made[5]?.emit('ready-to-show')

    expect(made.map(({ webContents }) => webContents.destroyed)).toEqual([true, false, false, false, true, false])
    expect(windows.paneOf(made[5]!.webContents.real)).toBe('at-0-0')
  })

  it('takes all windows of a monitor along that is unplugged before the replacement is shown', async () => {
    const { windows, made } = await wall()
    await windows.replace('at-0-0')

    windows.look(four.slice(1))
    await windows.settle()

    expect(made.map(({ webContents }) => webContents.destroyed)).toEqual([true, false, false, false, true])
    expect([...windows.contents()]).toHaveLength(3)
  })

  it('shows a replacement that was given up too early, and keeps the newer one that comes after it', async () => {
    const { windows, made } = await wall()
    await windows.replace('at-0-0')
    await windows.replace('at-0-0')

    made[4]?.emit('ready-to-show')
    expect([made[0], made[4], made[5]].map((window) => window?.webContents.destroyed)).toEqual([true, false, false])
    made[5]?.emit('ready-to-show')
    expect([made[4], made[5]].map((window) => window?.webContents.destroyed)).toEqual([true, false])
  })

  it('is left alone when a page dies again and again', async () => {
    const { windows, made } = await wall()

    for (let time = 0; time < 20; time += 1) await windows.replace('at-0-0')

    expect(made).toHaveLength(4 + 5)
  })

  it('knows no window of anybody else', async () => {
    const { windows } = await wall()

    expect(windows.paneOf(new FakeWindow({}).webContents.real)).toBeNull()
  })
})
