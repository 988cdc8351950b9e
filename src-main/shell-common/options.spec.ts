import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { defaultDataDir, parseHallOptions, toArguments } from './options.ts'

const env = { HOME: '/home/li', XDG_DATA_HOME: '/data' }
const read = (...argv: string[]) => unwrap(parseHallOptions(argv, env))

describe('a start without words', () => {
  it('is seat 1 or the one remembered, on the user’s data folder, with the embedded platform', () => {
    expect(read()).toMatchObject({
      dataDir: defaultDataDir(env),
      seat: null,
      platformUrl: null,
      platformCaFile: null,
      startPlatform: true,
      headless: false,
      windows: ['seat'],
      ask: null,
    })
  })

  it.skipIf(process.platform === 'win32')('ignores a relative XDG_DATA_HOME, as its specification asks', () => {
    expect(defaultDataDir({ XDG_DATA_HOME: 'data' })).toMatch(/^\/.*\/\.local\/share\/wanmi-hall$/)
  })
})

describe('the words of a start', () => {
  it('reach a shell unchanged', () => {
    const options = read(
      '--data-dir',
      '/srv/座席 1',
      '--platform-url',
      'https://platform.example/',
      '--enrol-file',
      '/srv/codes.json',
      '--seat',
      'W1',
      '--headless',
      '--window',
      'wall',
      '--window',
      'seat',
      '--town',
      'none',
      '--web-port',
      '4811',
      '--check-replies',
      '--no-platform',
    )

    expect(unwrap(parseHallOptions(toArguments(options), {}))).toEqual(options)
  })

  it('name folders as seen from where npm was called', () => {
    const options = unwrap(parseHallOptions(['--data-dir', 'mine'], { INIT_CWD: '/home/li' }))

    expect(options.dataDir).toBe('/home/li/mine')
  })

  it.each([
    ['--seat', '1 2'],
    ['--seat', ''],
    ['--seat', 'abc'],
    ['--shell', 'safari'],
    ['--window', 'door'],
    ['--town', 'large'],
    ['--web-port', '65536'],
    ['--web-port', '80.5'],
    ['--web-port', 'x'],
    ['--data-dir', ''],
    ['--data-dir', 'a\0b'],
    ['--platform-url', 'platform'],
    ['--platform-url', 'ftp://127.0.0.1'],
    ['--platform-url', 'http://10.0.0.1'],
    ['--platform-url', 'https://me:secret@platform.example'],
    ['--entry', 'roof'],
    ['--open', ''],
    ['--unknown', 'x'],
    ['word', 'word'],
  ])('refuse %s %j and name the option', (option, value) => {
    const parsed = parseHallOptions([option, value], env)

    expect(parsed.ok ? null : parsed.error.code).toBe('bad-request')
    expect(parsed.ok ? null : parsed.error.detail).toContain(option)
  })

  it('allow an address without TLS only on this machine', () => {
    const addresses = ['http://127.0.0.1:4810', 'http://localhost:4810', 'http://[::1]:4810']

    expect(addresses.map((url) => read('--platform-url', url).platformUrl)).toEqual(addresses)
  })

  it('ask a running instance for one thing at a time', () => {
    expect(read('--entry', 'wall').ask).toEqual({ do: 'entry', window: 'wall' })
    expect(parseHallOptions(['--entry', 'wall', '--stop'], env).ok).toBe(false)
  })
})
