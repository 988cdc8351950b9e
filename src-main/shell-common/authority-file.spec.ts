import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { anAuthority } from '#tests/faults/certificates.ts'
import { readAuthority } from './authority-file.ts'

describe('--platform-ca', () => {
  it('names the certificate of an authority, and nothing else will do', async () => {
    const folder = aDataFolder()
    const city = await anAuthority('city')
    const { cert, key } = await city.issue()
    const at = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const [own, other, secret, empty] = [
      at('city.pem', city.pem),
      at('server.pem', cert),
      at('key.pem', key),
      at('empty.pem', ''),
    ]

    expect(readAuthority(own)).toEqual({ ok: true, value: city.pem })
    expect(readAuthority(null)).toEqual({ ok: true, value: null })
    expect(readAuthority(other)).toMatchObject({ error: { code: 'bad-file', detail: other } })
    expect(readAuthority(secret)).toMatchObject({ error: { code: 'bad-file' } })
    expect(readAuthority(empty)).toMatchObject({ error: { code: 'bad-file' } })
    expect(readAuthority(join(folder, 'none.pem'))).toMatchObject({ error: { code: 'file-not-readable' } })
  })
})
