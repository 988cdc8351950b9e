import { describe, expect, it } from 'vitest'
import { DeviceAnnouncement } from './devices.ts'

const certificate = Buffer.alloc(120, 7).toString('base64')

describe('an address a machine announces', () => {
  it('is an https address and nothing else', () => {
    expect(DeviceAnnouncement.safeParse({ lanUrl: 'https://192.168.3.11:4870', certificate, relayOrder: 1 }).success).toBe(true)
  })

  it.each([
    '',
    'a',
    '%00',
    'http://192.168.3.11:4870',
    'https://u:p@192.168.3.11',
    'https://192.168.3.11/x',
    'https://192.168.3.11?x',
    '😀',
  ])('is refused, without an error of its own, when it is "%s"', (lanUrl) => {
    expect(DeviceAnnouncement.safeParse({ lanUrl, certificate, relayOrder: null }).success).toBe(false)
  })
})
