import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { buildId } from '#shared/kernel/build-id.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { usePutAway } from '#renderer/composables/index.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useLeftTally } from '#renderer/features/session/index.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import OlderWindowStrip from './OlderWindowStrip.vue'
import { loadAgain, useFollowHost } from './use-older-window.ts'

const page = { reload: vi.fn() }
let open: VueWrapper | null = null

function stand(setup: () => void = () => undefined): VueWrapper {
  const part = defineComponent(() => {
    setup()
    return () => h(OlderWindowStrip)
  })
  return (open = mount(part, { global: { plugins: new FakeDesk().plugins() } }))
}

beforeEach(() => sessionStorage.clear())
afterEach(() => {
  open?.unmount()
  open = null
  page.reload.mockClear()
})

describe('a window that was left open over an update of its host', () => {
  it('says nothing while both are of one version, or before the host has spoken', async () => {
    const strip = stand()
    expect(strip.text()).toBe('')

    useDeskStore().hostBuild = buildId
    await nextTick()

    expect(strip.text()).toBe('')
  })

  it('says what is the case, what still works and what to do', async () => {
    const strip = stand()

    useDeskStore().hostBuild = 'newer'
    await nextTick()

    expect(strip.text()).toContain('程序已更新，本窗口还是旧版')
    expect(strip.text()).toContain('可照常办理')
    expect(strip.get('[data-testid=load-again]').text()).toBe('刷新窗口')
  })

  it('is loaded again only when what is being typed is on disk', async () => {
    let isStored = false
    stand(() => usePutAway(() => Promise.resolve(isStored)))
    useDeskStore().hostBuild = 'newer'

    expect(await loadAgain(page)).toBe(false)
    expect(page.reload).not.toHaveBeenCalled()

    isStored = true
    expect(await loadAgain(page)).toBe(true)
    expect(page.reload).toHaveBeenCalledOnce()
  })

  it('says whose words stand against it, since waiting does not help the one who sits here', async () => {
    const strip = stand(() => {
      usePutAway(() => Promise.resolve(false))
      useLeftTally().add(() => [{ person: PersonId.parse('1002'), name: '陈建国' }])
    })
    useDeskStore().hostBuild = 'newer'
    await nextTick()

    await strip.get('[data-testid=load-again]').trigger('click')
    await flushPromises()

    expect(strip.text()).toContain('没有刷新，刷新会丢掉没存盘的内容：陈建国 1 份')
  })

  it('follows by itself where nobody has anything in hand, once, and then says what is wrong', async () => {
    const strip = stand(() => useFollowHost(() => true, page))

    useDeskStore().hostBuild = 'newer'
    await flushPromises()
    expect(page.reload).toHaveBeenCalledOnce()
    strip.unmount()

    // The page came back as it was: the files on disk are not of the host's version.
    const again = stand(() => useFollowHost(() => true, page))
    useDeskStore().hostBuild = 'newer'
    await flushPromises()

    expect(page.reload).toHaveBeenCalledOnce()
    expect(again.text()).toContain('请管理员重启程序')
    expect(again.find('[data-testid=load-again]').exists()).toBe(false)
  })
})
