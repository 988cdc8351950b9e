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

  it('is nothing where a home is described by what lies before it', () => {
    for (const home of ['桃溪路王家大院门前道路', '李老四家旁小桥', '李老四家旁小桥3号', '王家门口道路', '张记饭店路口路', '12'])
      expect(addressForVisitors(home), home).toBe('')
  })

  it('is the road behind its subdistrict, and a lane that is called after a family', () => {
    expect(addressForVisitors('城关街道桃溪路12号')).toBe('城关街道桃溪路')
    expect(addressForVisitors('王家巷 8 号')).toBe('王家巷')
    expect(addressForVisitors('张家桥')).toBe('张家桥')
    expect(addressForVisitors('古城街道')).toBe('')
  })
})
