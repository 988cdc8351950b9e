import { describe, expect, it } from 'vitest'
import { readCommandLine } from './options.ts'

describe('the command line of the platform', () => {
  it('needs a data folder and takes a free port on loopback with the county by default', () => {
    expect(readCommandLine(['--data-dir', '/d'])).toEqual({
      ok: true,
      value: {
        dataDir: '/d',
        port: 0,
        town: 'county',
        seed: 1,
        newEpoch: false,
        address: '127.0.0.1',
        hostNames: [],
        logLevel: 'info',
        historyDays: 0,
        lifeSpeed: null,
        lifeSeats: 0,
        tls: null,
      },
    })
    expect(readCommandLine([])).toEqual({ ok: false, error: { code: 'field-required', detail: '--data-dir' } })
  })

  it.each([
    ['127.0.0.2', [], 'county'],
    ['::1', [], 'county'],
    ['0.0.0.0', [], 'none'],
    ['192.168.3.10', [], 'none'],
    ['0.0.0.0', ['--town', 'city'], 'city'],
  ])('at %s with %j it makes a town whose PIN is known: %s', (address, more, town) => {
    expect(readCommandLine(['--data-dir', '/d', '--address', address, ...more])).toMatchObject({ value: { address, town } })
  })

  it('takes a certificate and its key together or not at all', () => {
    const both = readCommandLine(['--data-dir', '/d', '--tls-cert', '/c.pem', '--tls-key', '/k.pem'])

    expect(both).toMatchObject({ ok: true, value: { tls: { cert: '/c.pem', key: '/k.pem' } } })
    expect(readCommandLine(['--data-dir', '/d', '--tls-cert', '/c.pem'])).toMatchObject({
      ok: false,
      error: { detail: '--tls-key' },
    })
    expect(readCommandLine(['--data-dir', '/d', '--tls-key', '/k.pem'])).toMatchObject({
      ok: false,
      error: { detail: '--tls-cert' },
    })
  })

  it.each([
    [['--port', '65536'], '--port'],
    [['--port', '-1'], undefined],
    [['--port', '1e3'], '--port'],
    [['--seed', 'x'], '--seed'],
    [['--town', 'large'], '--town'],
    [['--log-level', 'loud'], '--log-level'],
    [['--history', '-3'], undefined],
    [['--history', '99999'], '--history'],
    [['--life', '0'], '--life'],
    [['--life', '601'], '--life'],
    [['--life-seats', 'all'], '--life-seats'],
  ])('refuses %j', (args, detail) => {
    const read = readCommandLine(['--data-dir', '/d', ...args])

    expect(read).toMatchObject({ ok: false, error: { code: 'bad-request', ...(detail === undefined ? {} : { detail }) } })
  })
})
