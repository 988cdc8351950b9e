import { describe, expect, it } from 'vitest'
import { readLanOptions, toLanArguments } from './lan-options.ts'

describe('本厅互联 on the command line', () => {
  it('is off unless asked for', () => {
    expect(readLanOptions({})).toEqual({ ok: true, value: null })
    expect(toLanArguments(null)).toEqual([])
  })

  it.each([
    ['192.168.3.11:4870', '192.168.3.11', 4870],
    ['[fd00::11]:0', 'fd00::11', 0],
  ])('reads %s and says it again to the shell', (place, address, port) => {
    const lan = { address, port, relayOrder: 2 }

    expect(readLanOptions({ 'lan': place, 'lan-relay': '2' })).toEqual({ ok: true, value: lan })
    expect(toLanArguments(lan)).toEqual(['--lan', place, '--lan-relay', '2'])
  })

  it.each(['0.0.0.0:4870', '[::]:4870', 'hall.local:4870', '192.168.3.11', '192.168.3.11:70000', ''])('refuses %j', (place) => {
    expect(readLanOptions({ lan: place })).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  })

  it.each(['0', '100', '1.5', 'first'])('refuses the place %j among the relays', (relay) => {
    expect(readLanOptions({ 'lan': '127.0.0.1:0', 'lan-relay': relay })).toMatchObject({ ok: false })
  })
})
