import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import ChartPane from './ChartPane.vue'

// A canvas needs a browser: what is drawn on this one is written down.
const drawn = vi.hoisted((): unknown[] => [])
vi.mock('./echarts.ts', () => ({
  init: () => {
    const picture = { width: 600, height: 300 }
    const nothing = (): undefined => undefined
    return { on: nothing, setOption: nothing, resize: nothing, dispose: nothing, renderToCanvas: () => picture }
  },
}))

afterEach(() => {
  drawn.length = 0
  vi.restoreAllMocks()
})

async function saved(asOf: number | undefined, pending = 0): Promise<string | undefined> {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(300)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(150)
  const note = (what: unknown): number => drawn.push(what)
  const context = { fillRect: () => undefined, drawImage: note, fillText: note }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
  vi.spyOn(HTMLCanvasElement.prototype, 'toDataURL').mockReturnValue('data:image/png;base64,AAAA')
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:', revokeObjectURL: () => undefined }))
  let name: string | undefined
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    name = this.download
  })
  const pane = mount(ChartPane, {
    props: { title: '按期结案率', note: '全市', draw: () => ({}), table: { columns: [], rows: [] }, state: 'ready', emptyTitle: '', summary: '', askedAt: 0, asOf, pending },
    attachTo: document.body,
  })
  await flushPromises()
  await pane.get('[title=存为图片]').trigger('click')
  pane.unmount()
  return name
}

describe('a chart that is taken away as a picture', () => {
  it('carries the time of its source, in the picture and in its name', async () => {
    const name = await saved(Date.parse('2026-11-20T09:00:00+08:00'))

    expect(drawn).toEqual([{ width: 600, height: 300 }, '截至 2026-11-20 09:00:00'])
    expect(name).toBe('按期结案率 截至 2026-11-20 09 00 00 全市.png')
  })

  it('says what of its figures the platform has not confirmed', async () => {
    const name = await saved(Date.parse('2026-11-20T09:00:00+08:00'), 3)

    expect(drawn.at(-1)).toBe('截至 2026-11-20 09:00:00，含 3 项未上传')
    expect(name).toContain('含 3 项未上传')
  })

  it('says so when nobody knows its time', async () => {
    await saved(undefined)

    expect(drawn.at(-1)).toMatch(/^截至 \D+$/)
  })
})
