import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { computed, defineComponent, h, nextTick, ref } from 'vue'
import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { useCasesAge } from './use-cases-age.ts'

const READ_AT = windowTime - 3_600_000

describe('how old the cases of a map are', () => {
  const isOld = ref(false)
  const readAsOf = ref<number | null>(READ_AT)
  let age: ReturnType<typeof useCasesAge>
  let host: FakeDesk

  const tell = async (more: Partial<LinkStatus>): Promise<void> => {
    host.tell('link', 'status', aLinkStatus(more))
    await nextTick()
  }
  const said = (): readonly [number | null, boolean] => [age.asOf.value, age.isStale.value]

  beforeEach(() => {
    isOld.value = false
    readAsOf.value = READ_AT
    host = new FakeDesk().tell('link', 'status', aLinkStatus())
    mount(defineComponent(() => {
      age = useCasesAge({ isOld, asOf: computed(() => readAsOf.value) })
      return () => h('div')
    }), { global: { plugins: host.plugins() } })
    useDeskStore().state = 'here'
  })

  it('moves on with the link while no case changes', async () => {
    expect(said()).toEqual([windowTime, false])

    await tell({ freshAt: windowTime + 5_000 })

    expect(said()).toEqual([windowTime + 5_000, false])
  })

  it.each(['offline', 'catching-up'] as const)('is that of the link, and old, with %s', async (rung) => {
    await tell({ rung, freshAt: windowTime - 60_000 })

    expect(said()).toEqual([windowTime - 60_000, true])
  })

  it('stays with the pins that could not be read anew, and with those a host left that is gone', async () => {
    isOld.value = true
    expect(said()).toEqual([READ_AT, true])

    isOld.value = false
    useDeskStore().state = 'gone'
    await nextTick()

    expect(said()).toEqual([windowTime, true])
  })

  it('is old of an unknown age where nobody knows one', async () => {
    readAsOf.value = null

    await tell({ rung: 'offline', freshAt: null })

    expect(said()).toEqual([null, true])
  })
})
