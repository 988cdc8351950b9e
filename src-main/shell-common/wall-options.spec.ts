import { describe, expect, it } from 'vitest'
import { parseHallOptions, toArguments } from './options.ts'

const read = (...argv: string[]) => parseHallOptions(argv, {})

describe('the wall on a command line', () => {
  it('is none unless it is asked for', () => {
    expect(read()).toMatchObject({ ok: true, value: { wall: null, windows: ['seat'] } })
  })

  it('opens on every monitor, and no seat with it unless one is asked for', () => {
    expect(read('--wall')).toMatchObject({ ok: true, value: { wall: { displays: null, fittings: {} }, windows: [] } })
    expect(read('--wall', '--window', 'seat')).toMatchObject({ ok: true, value: { windows: ['seat'] } })
  })

  it('knows monitors and measures, and can be said again word by word', () => {
    const argv = [
      '--wall',
      '--wall-displays',
      '1920x1080+0+0,1920x1080+1920+0',
      '--pitch-mm',
      '0.63',
      '--bezel-mm',
      '3.5',
      '--distance-m',
      '8',
    ]
    const options = read(...argv)

    expect(options).toMatchObject({ ok: true, value: { wall: { fittings: { pitchMm: 0.63, bezelMm: 3.5, distanceM: 8 } } } })
    expect(options.ok && read(...toArguments(options.value))).toMatchObject({
      ok: true,
      value: { wall: options.ok && options.value.wall },
    })
  })

  it.each([
    [['--wall', '--wall-displays', '1920x1080'], '--wall-displays'],
    [['--wall', '--wall-displays', '10x10+0+0,10x10+5+5'], '--wall-displays'],
    [['--wall', '--pitch-mm', '0'], '--pitch-mm'],
    [['--wall', '--bezel-mm', ''], '--bezel-mm'],
    [['--wall', '--distance-m', '八'], '--distance-m'],
    [['--wall', '--distance-m', '9999'], '--distance-m'],
    [['--bezel-mm', '3'], '--bezel-mm without --wall'],
  ])('%j is refused by its name', (argv, name) => {
    expect(read(...argv)).toMatchObject({
      ok: false,
      error: { code: 'bad-request', detail: expect.stringContaining(name) as string },
    })
  })
})
