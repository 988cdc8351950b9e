import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeWindow } from '#tests/fakes/electron/unit.ts'
import { BoundsStore } from './bounds-store.ts'
import { HallWindows } from './windows.ts'

const left = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } }
const right = { workArea: { x: 1920, y: 0, width: 1920, height: 1080 } }
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-windows-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

async function hall(displays = [left, right]) {
  const made: FakeWindow[] = []
  const warned: string[] = []
  const bounds = new BoundsStore(folder, (what) => warned.push(what))
  await bounds.load()
  const windows = new HallWindows({
    make: (options) => {
      const window = new FakeWindow(options)
      made.push(window)
      return window.real
    },
    displays: () => displays,
    bounds,
    preload: '/preload.cjs',
    warn: (what) => warned.push(what),
  })
  return { windows, made, warned, bounds }
}

describe('the windows of a hall', () => {
  it('are on their page; the wall is on the second display', async () => {
    const { windows, made } = await hall()

    await windows.open('seat')
    await windows.open('wall')

    expect(made.map(({ loaded }) => loaded)).toEqual(['app://hall/seat.html', 'app://hall/wall.html'])
    expect(made.map(({ bounds }) => bounds.x < 1920)).toEqual([true, false])
    expect(windows.kindOf(made[1]!.webContents.real)).toBe('wall')
  })

  it('open once: a second wish brings the window to the front', async () => {
    const { windows, made } = await hall()
    await windows.open('seat')

    await windows.open('seat')

    expect(made).toHaveLength(1)
    expect(made[0]!.did).toContain('focus')
  })

  it('are back where they were, and as large as they were', async () => {
    const first = await hall()
    await first.windows.open('wall')
    first.made[0]!.bounds = { x: 2100, y: 40, width: 1200, height: 800 }
    first.made[0]!.did.push('maximize')
    first.made[0]!.emit('close')
    await first.bounds.flush()

    const second = await hall()
    await second.windows.open('wall')
    second.made[0]!.emit('ready-to-show')

    expect(second.made[0]!.bounds).toEqual({ x: 2100, y: 40, width: 1200, height: 800 })
    expect(second.made[0]!.did).toEqual(['maximize', 'show'])
  })

  it('come back to a display that is there when theirs was unplugged', async () => {
    const { windows, made } = await hall()
    await windows.open('wall')

    windows.rehome([left])

    expect(made[0]!.bounds.x).toBeLessThan(1920)
  })

  it('open in the middle when their places cannot be read', async () => {
    writeFileSync(join(folder, 'windows.json'), '{"seat": {"x": "here"}}')

    const { windows, made, warned } = await hall()
    await windows.open('seat')

    expect(made[0]!.bounds).toEqual({ x: 240, y: 90, width: 1440, height: 900 })
    expect(warned[0]).toContain('windows.json')
  })

  it('are known by identity, and no longer once they are gone', async () => {
    const { windows, made } = await hall()
    await windows.open('seat')
    const contents = made[0]!.webContents

    windows.closeAll()

    expect(windows.kindOf(contents.real)).toBeNull()
    expect([...windows.contents()]).toEqual([])
    expect(windows.isAnyOpen).toBe(false)
  })
})
