import { mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { StorageStatus } from '#shared/contracts/storage.contract.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import StorageStrip from './StorageStrip.vue'

let strip: VueWrapper

function open(word: StorageStatus['word'], backupRefusal: string | null = null): void {
  const host = new FakeDesk()
  host.tell('storage', 'status', { word, freeBytes: 200 * 1024 * 1024, backupAt: null, backupRefusal })
  strip = mount(StorageStrip, { global: { plugins: host.plugins() } })
}

afterEach(() => {
  strip.unmount()
})

describe('the strip about the disk', () => {
  it.each([
    ['low', '还剩 200 MB'],
    ['full', '办到一半的会存下'],
    ['spent', '现在写的存不下；已存的不丢'],
  ] as const)('says of a disk that is %s what is true of it', (word, words) => {
    open(word)

    expect(strip.text()).toContain(words)
    expect(strip.text().includes('办到一半的会存下')).toBe(word === 'full')
  })

  it('is not there while there is room', () => {
    open('ok')

    expect(strip.find('[data-testid=storage]').exists()).toBe(false)
  })

  it.each([
    ['disk-full', '剩余 200 MB，放不下一份'],
    ['storage-failed', '本机存储写入失败'],
  ])('says that no backup can be made, and why: %s', (code, words) => {
    open('ok', code)

    expect(strip.text()).toContain('本席台账做不成新备份')
    expect(strip.text()).toContain(words)
  })
})
