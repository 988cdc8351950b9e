import { describe, expect, it } from 'vitest'
import { readAdministration } from './options.ts'

const read = (line: string) => readAdministration(line.split(' '))

describe('what an administrator may say on the command line', () => {
  it('is one act, on the hall of this machine or on another', () => {
    expect(read('--data-dir D --rotate-key')).toMatchObject({ ok: true, value: { dataDir: 'D', act: { do: 'rotate-key' } } })
    expect(read('--enrol-code 3')).toMatchObject({ ok: true, value: { act: { do: 'enrol-code', seat: '3' } } })
    expect(read('--revoke=2 --reason 主机失窃 --platform-url https://h:1 --token-file F --platform-ca A')).toMatchObject({
      ok: true,
      value: { platformUrl: 'https://h:1', tokenFile: 'F', platformCa: 'A', act: { do: 'revoke', seat: '2', reason: '主机失窃' } },
    })
  })

  it('is no act where a platform is to be started', () => {
    expect(read('--data-dir D --port 4443')).toBeNull()
  })

  it.each([
    ['--revoke 2', 'field-required', '--reason'],
    ['--revoke 2 --reason x', 'bad-request', '--reason'],
    ['--revoke ../2 --reason 主机失窃', 'bad-request', '--revoke'],
    ['--enrol-code=', 'bad-request', '--enrol-code'],
    ['--rotate-key --enrol-code 2', 'bad-request', '--rotate-key --enrol-code'],
  ])('%s is refused, and the option is named', (line, code, detail) => {
    expect(read(line)).toEqual({ ok: false, error: { code, detail } })
  })

  it('is refused beside the options of a start', () => {
    expect(read('--rotate-key --port 1')).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  })
})
