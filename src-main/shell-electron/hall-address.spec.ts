import { describe, expect, it } from 'vitest'
import { isHallAddress, isPageOf, pageAddress } from './hall-address.ts'

describe('the address of our own windows', () => {
  it('is one scheme and one host, parsed', () => {
    expect(isHallAddress(pageAddress('seat'))).toBe(true)
    expect(isHallAddress('app://hall/assets/a.js?x#y')).toBe(true)
  })

  it.each([
    'app://hall.evil.example/seat.html',
    'app://hall@evil.example/seat.html',
    'app://user:word@hall/seat.html',
    'app://hall:8080/seat.html',
    'app:hall/seat.html',
    'apps://hall/seat.html',
    'http://hall/seat.html',
    'file:///app://hall/seat.html',
    'javascript:app://hall/seat.html',
    'data:text/html,app://hall/seat.html',
    'about:blank',
    '',
    'app://',
  ])('is not %s', (address) => {
    expect(isHallAddress(address)).toBe(false)
  })

  it('belongs to one kind of window', () => {
    expect(isPageOf('seat', 'app://hall/seat.html#/case/1')).toBe(true)
    expect(isPageOf('seat', 'app://hall/wall.html')).toBe(false)
    expect(isPageOf('wall', 'app://hall/assets/../wall.html')).toBe(true)
    expect(isPageOf('wall', 'app://hall/%2e%2e/seat.html')).toBe(false)
  })
})
