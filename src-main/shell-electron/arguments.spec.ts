import { describe, expect, it } from 'vitest'
import { ownArguments, takeFlag } from './arguments.ts'

describe("the words of Electron's command line", () => {
  it('are ours behind the path of the program', () => {
    expect(ownArguments(['electron', '--no-sandbox', '--inspect=0', '/opt/hall', '--data-dir', '/d'], false)).toEqual(['--data-dir', '/d'])
    expect(ownArguments(['electron', '.'], false)).toEqual([])
    expect(ownArguments(['electron', '--version'], false)).toEqual([])
  })

  it('are all ours in a packaged program', () => {
    expect(ownArguments(['/opt/wanmi-hall', '--data-dir', '/d'], true)).toEqual(['--data-dir', '/d'])
  })

  it('lose a flag that is taken out', () => {
    expect(takeFlag(['--a', '--selftest', '--b'], '--selftest')).toEqual({ isSet: true, rest: ['--a', '--b'] })
    expect(takeFlag(['--a'], '--selftest')).toEqual({ isSet: false, rest: ['--a'] })
  })
})
