import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeUtility } from '#tests/fakes/electron/unit.ts'
import { startUtility } from './utility-child.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-utility-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function started(program: 'host' | 'platform') {
  const utility = new FakeUtility()
  const forked: unknown[][] = []
  const start = startUtility(
    { fork: (...args) => {
      forked.push(args)
      return utility.real
    } },
    { host: '/out/host.js', platform: '/out/platform.js' },
  )
  return { utility, forked, child: start(program, ['--data-dir', '/d'], join(folder, `${program}.log`)) }
}

describe('host and platform in Electron', () => {
  it('are utility processes of the built programs', () => {
    const { forked } = started('host')

    expect(forked[0]?.slice(0, 2)).toEqual(['/out/host.js', ['--data-dir', '/d']])
    expect(forked[0]?.[2]).toMatchObject({ serviceName: 'wanmi-host', stdio: ['ignore', 'pipe', 'pipe'] })
  })

  it("the database's address reaches the platform only", () => {
    process.env['HALL_PG_URL'] = 'postgres://user:word@db/hall'
    try {
      const envOf = (program: 'host' | 'platform') => (started(program).forked[0]?.[2] as { env: Record<string, string> }).env

      expect(envOf('host')).not.toHaveProperty('HALL_PG_URL')
      expect(envOf('platform')).toHaveProperty('HALL_PG_URL')
    } finally {
      delete process.env['HALL_PG_URL']
    }
  })

  it('get messages with their ports until they end, and are told of once', () => {
    const { utility, child } = started('host')
    const ends: unknown[] = []
    child.onExit((exit) => ends.push(exit))

    child.send({ type: 'door' }, ['port'])
    utility.emit('exit', 9)
    child.send({ type: 'stop' })
    child.onExit((exit) => ends.push(exit))

    expect(utility.posted).toEqual([{ message: { type: 'door' }, ports: ['port'] }])
    expect(ends).toEqual([{ code: 9, signal: null }, { code: 9, signal: null }])
    expect(readFileSync(join(folder, 'host.log'), 'utf8')).toBe('')
  })

  it('are asked to end, not killed, at first', () => {
    const { utility, child } = started('platform')

    child.end()

    expect(utility.asked).toBe(1)
  })
})
