import { describe, expect, it } from 'vitest'
import { sealVector } from '#tests/contracts/seal-vector.ts'
import { Sealer } from './sealer.ts'

const key = { id: sealVector.keyId, key: Buffer.from(sealVector.key, 'base64url') }
const sealer = new Sealer(key)

describe('sealed personal fields', () => {
  it('opens what the platform has sealed', () => {
    const { kind, id, field } = sealVector.place

    expect(sealer.open(sealVector.sealed, `${kind}:${id}:${field}`)).toEqual({ ok: true, value: sealVector.text })
  })

  it.each(['张先生', '', '138 1234 5678', '😀'.repeat(500)])('gives back %s and never the same sealed value twice', (plain) => {
    const [one, other] = [sealer.seal(plain, 'case:1:reporterName'), sealer.seal(plain, 'case:1:reporterName')]

    expect(sealer.open(one, 'case:1:reporterName')).toEqual({ ok: true, value: plain })
    expect(one).not.toBe(other)
    expect(one).not.toContain('张')
  })

  it('does not open in another field, in another case, or under another key', () => {
    const sealed = sealer.seal('13812345678', 'case:1:reporterPhone')
    const stranger = new Sealer({ id: key.id, key: Buffer.alloc(32, 9) })

    expect(sealer.open(sealed, 'case:1:reporterName').ok).toBe(false)
    expect(sealer.open(sealed, 'case:2:reporterPhone').ok).toBe(false)
    expect(stranger.open(sealed, 'case:1:reporterPhone').ok).toBe(false)
  })

  it('notices every altered byte', () => {
    const sealed = sealer.seal('13812345678', 'case:1:reporterPhone')
    const body = Buffer.from(sealed.split('.')[2] ?? '', 'base64url')
    for (let at = 0; at < body.length; at += 1) {
      const altered = Buffer.from(body)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(sealer.open(`s1.${key.id}.${altered.toString('base64url')}`, 'case:1:reporterPhone').ok).toBe(false)
    }
  })

  it.each(['', 's1', 's1..', 's2.k1.AAAA', `s1.${key.id}.short`, '\0'])('refuses %j kindly', (garbage) => {
    expect(sealer.open(garbage, 'case:1:reporterPhone')).toMatchObject({ ok: false, error: { code: 'sealed-unreadable' } })
  })

  it('knows a caller again by number, not by anything readable', () => {
    const known = sealer.phoneKey('13812345678')

    expect(sealer.phoneKey('13812345678')).toBe(known)
    expect(sealer.phoneKey('13812345679')).not.toBe(known)
    expect(known).toMatch(/^[0-9a-f]{32}$/)
  })
})
