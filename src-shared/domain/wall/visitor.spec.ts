import { describe, expect, it } from 'vitest'
import { addressForVisitors } from './visitor.ts'

describe('what strangers read of an address', () => {
  it('is the road, never the door, the building or the shop', () => {
    expect(addressForVisitors('城关镇桃溪路12号')).toBe('城关镇桃溪路')
    expect(addressForVisitors('周瑜大道')).toBe('周瑜大道')
    expect(addressForVisitors('周瑜大道 8 号幸福里 3 幢')).toBe('周瑜大道')
    expect(addressForVisitors('王记面馆')).toBe('')
    expect(addressForVisitors('桃溪路王家大院')).toBe('')
    expect(addressForVisitors('12栋王女士家')).toBe('')
    expect(addressForVisitors('')).toBe('')
  })
})
