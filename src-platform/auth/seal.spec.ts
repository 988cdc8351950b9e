import { describe, expect, it } from 'vitest'
import { sealVector } from '#tests/contracts/seal-vector.ts'
import { seal, unseal } from './seal.ts'

const key = { id: sealVector.keyId, key: Buffer.from(sealVector.key, 'base64url') }
const { place, text, sealed } = sealVector

describe('a sealed personal field', () => {
  it('has exactly the bytes every part of the hall expects', () => {
    expect(seal(key, place, text, Buffer.from(sealVector.iv, 'base64url'))).toBe(sealed)
    expect(unseal(key, place, sealed)).toEqual({ ok: true, value: text })
  })

  it('is different each time although the text is the same', () => {
    expect(seal(key, place, text)).not.toBe(seal(key, place, text))
  })

  it.each([
    ['another field', { ...place, field: 'phone' }, sealed],
    ['another row', { ...place, id: '1002' }, sealed],
    ['another key id', place, sealed.replace('s1.k1.', 's1.k2.')],
    ['a changed byte', place, `${sealed.slice(0, -2)}AA`],
    ['nothing behind the key id', place, 's1.k1.'],
    ['something else altogether', place, 'plain'],
  ])('does not open under %s', (_what, where, value) => {
    expect(unseal(key, where, value)).toEqual({ ok: false, error: { code: 'sealed-unreadable' } })
  })
})
