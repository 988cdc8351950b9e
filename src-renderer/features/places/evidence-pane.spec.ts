import { describe, expect, it } from 'vitest'
import { flushPromises } from '@vue/test-utils'
import { useDeskStore } from '#renderer/desk/index.ts'
import { CaseColumnPage } from '#tests/builders/a-case-column.ts'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { caseId } from '#tests/builders/ids.ts'
import EvidencePane from './EvidencePane.vue'

const pane = new CaseColumnPage(EvidencePane)
const stamp = (): string => document.querySelector('.stamp')?.className ?? 'none'

describe('the evidence of a case', () => {
  it('is stale while the case cannot be read anew', async () => {
    await pane.open(caseId(6))
    expect(stamp()).toBe('stamp')

    pane.hall.fake.trouble('cases', 'view', 'host-gone')
    await flushPromises()
    expect(stamp()).toBe('stamp stale')
    pane.hall.changed()
    await flushPromises()

    expect(stamp()).toBe('stamp')
  })

  it.each(['offline', 'catching-up'] as const)('is stale while the link is %s', async (rung) => {
    await pane.open(caseId(6))

    pane.hall.fake.tell('link', 'status', aLinkStatus({ rung }))
    await flushPromises()

    expect(stamp()).toBe('stamp stale')
  })

  it('is stale once the host is gone', async () => {
    await pane.open(caseId(6))

    useDeskStore().state = 'gone'
    await flushPromises()

    expect(stamp()).toBe('stamp stale')
  })
})
