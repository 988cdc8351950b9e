import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { CaseFile, QueuedFile, UploadView } from '#shared/contracts/attachments.contract.ts'
import { PIECE_BYTES } from '#shared/contracts/attachments.contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { errorText } from '#renderer/i18n/index.ts'
import { caseId } from '#tests/builders/ids.ts'
import { SOON } from '#tests/builders/patience.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import DraftFiles from './DraftFiles.vue'
import { fileWord } from './file-words.ts'
import LightBox from './LightBox.vue'
import QueueCell from './QueueCell.vue'
import QueueTray from './QueueTray.vue'
import { leftMs } from './queue-words.ts'
import { readFile } from './read-file.ts'
import { stageFile } from './stage-file.ts'

const hash = 'a'.repeat(64)
const upload = (over: Partial<UploadView> = {}): UploadView => ({ state: 'staged', sent: 0, rate: 0, error: null, attempts: 0, named: true, ...over })
const item = (over: Partial<CaseFile> = {}): CaseFile => ({
  file: { hash, name: '来电.mp3', mime: 'audio/mpeg', size: 1_000, use: 'recording' }, place: 'here', fetched: 0, fault: null, upload: null, ...over,
})
const order = (file: File, signal = new AbortController().signal) => ({ caseId: caseId(1), file, use: 'report' as const, forDraft: false, onProgress: vi.fn(), signal })
const wordOf = (over: Partial<CaseFile>, isDraft = false) => fileWord(item(over), isDraft, (code) => errorText(code).sentence)

/** A host that takes files and says what it was given. */
function aHost() {
  const taken: Uint8Array[] = []
  const host = new FakeDesk()
    .answer('attachments', 'begin', ({ size }) => Promise.resolve(size === 0 ? refuse('empty-file') : ok({ upload: 'b'.repeat(32) })))
    .answer('attachments', 'append', ({ offset, bytes }) => {
      taken.push(bytes)
      return Promise.resolve(ok({ offset: offset + bytes.byteLength }))
    })
    .answer('attachments', 'finish', () => Promise.resolve(ok(item().file)))
    .answer('attachments', 'cancel', () => Promise.resolve(ok(null)))
  return { host, taken }
}

afterEach(() => {
  document.body.innerHTML = ''
})

describe('a file on its way from the window to the host', () => {
  it('goes in pieces, one after the other', async () => {
    const { host, taken } = aHost()
    const file = new File([new Uint8Array(PIECE_BYTES + 10).fill(7)], '现场.mp4')

    const staged = await stageFile(host.desk, order(file))

    expect(staged.ok).toBe(true)
    expect(taken.map(({ byteLength }) => byteLength)).toEqual([PIECE_BYTES, 10])
    expect(host.asked('attachments', 'append').map(({ offset }) => offset)).toEqual([0, PIECE_BYTES])
  })

  it('that was removed or changed under the hand is called off at the host', async () => {
    const { host } = aHost()
    const file = new File(['123'], 'a.png')
    vi.spyOn(file, 'slice').mockImplementation(() => {
      throw new DOMException('gone', 'NotReadableError')
    })

    expect(await stageFile(host.desk, order(file))).toMatchObject({ ok: false, error: { code: 'file-changed' } })
    expect(host.asked('attachments', 'cancel')).toHaveLength(1)
    expect(host.asked('attachments', 'finish')).toHaveLength(0)
  })

  it('stops when a person says so', async () => {
    const { host } = aHost()
    const stop = new AbortController()
    stop.abort()

    expect(await stageFile(host.desk, order(new File(['123'], 'a.png'), stop.signal))).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(host.asked('attachments', 'cancel')).toHaveLength(1)
  })
})

describe('a file on this machine', () => {
  it('is read in ranges to its end', async () => {
    const whole = new Uint8Array([1, 2, 3, 4, 5])
    const host = new FakeDesk().answer('attachments', 'read', ({ from }) => Promise.resolve(ok({ bytes: whole.slice(from, from + 2), size: 5 })))

    const blob = await readFile(host.desk, caseId(1), { ...item().file, size: 5 })

    expect(blob.ok && [blob.value.size, blob.value.type]).toEqual([5, 'audio/mpeg'])
    expect(host.asked('attachments', 'read').map(({ from }) => from)).toEqual([0, 2, 4])
  })
})

describe('what is said of a file', () => {
  it.each([
    ['nothing, when it is here and everybody has it', {}, null, null],
    ['that it waits', { upload: upload() }, 'attachments.state.staged', null],
    ['how far it is', { upload: upload({ state: 'sending', sent: 420 }) }, 'attachments.state.sending', 42],
    ['why it rests', { upload: upload({ error: 'platform-busy', sent: 420 }) }, 'attachments.state.resting', 42],
    ['why it failed', { upload: upload({ state: 'failed', error: 'too-large' }) }, 'attachments.state.failed', null],
    ['that no act names it yet', { upload: upload({ named: false }) }, 'attachments.state.unnamed', null],
    ['that it is being fetched', { place: 'coming', fetched: 500 }, 'attachments.state.coming', 50],
    ['that it is elsewhere', { place: 'away' }, 'attachments.state.away', null],
    ['that it could not be fetched', { place: 'away', fault: 'offline' }, 'attachments.state.notHere', null],
    ['that nobody has sent it yet', { place: 'missing', fault: 'file-not-arrived' }, 'attachments.state.missing', null],
    ['that the platform has lost it, and this machine has no copy', { place: 'missing', upload: upload({ state: 'confirmed' }) }, 'attachments.state.lost', null],
  ] as const)('%s', (_what, over, key, share) => {
    const word = wordOf(over)

    expect([word?.key ?? null, word?.share ?? null]).toEqual([key, share])
  })

  it('in a form: that it goes with the case', () => {
    expect(wordOf({ upload: upload({ named: false }) }, true)).toMatchObject({ key: 'attachments.state.held', trouble: false })
  })

  it('at the foot of the seat: how many, how large, how long', () => {
    const host = new FakeDesk().tell('attachments', 'queue', { files: [], total: 3, bytesLeft: 42_000_000, rate: 350_000, msLeft: 119_000, failed: 1 })

    const cell = mount(QueueCell, { props: { expanded: false }, global: { plugins: host.plugins() } })

    expect(cell.text()).toContain('3 个 · 42.0')
    expect(cell.text()).toContain('约剩 2 分')
    expect(cell.text()).toContain('1 个上传失败')
  })

  it('at the foot of the seat and in its tray: no pace and no time left while the host is gone', async () => {
    const moving = upload({ state: 'sending', rate: 350_000 })
    const file: QueuedFile = { caseId: caseId(1), hash, name: '来电.mp3', mime: 'audio/mpeg', size: 1_000, stagedAt: 0, upload: moving }
    const host = new FakeDesk().tell('attachments', 'queue', { files: [file], total: 1, bytesLeft: 1_000, rate: 350_000, msLeft: 119_000, failed: 0 })
    const plugins = host.plugins()
    const cell = mount(QueueCell, { props: { expanded: false }, global: { plugins } })
    const tray = mount(QueueTray, { global: { plugins } })
    expect(tray.text()).toContain('350')

    useDeskStore().state = 'gone'
    await nextTick()

    expect(cell.text()).not.toContain('约剩')
    expect(tray.text()).not.toContain('350')
  })

  it('rounds what is left so that it does not flicker', () => {
    expect([leftMs({ msLeft: null }), leftMs({ msLeft: 31_000 }), leftMs({ msLeft: 61_000 })]).toEqual([null, 40_000, 120_000])
  })
})

describe('files of a form', () => {
  it('are stored as soon as they are dropped, and named by the form', async () => {
    const { host } = aHost()
    host.tell('attachments', 'ofCase', [])
    const files = mount(DraftFiles, { props: { caseId: caseId(1), files: [] }, global: { plugins: host.plugins() } })
    const dropped = new Event('drop') as Event & { dataTransfer: unknown }
    dropped.dataTransfer = { types: ['Files'], files: [new File(['123'], 'a.png')] }

    window.dispatchEvent(dropped)

    await vi.waitFor(() => expect(files.emitted('change')).toEqual([[[item().file]]]), SOON)
  })

  it('that are refused say why and what to do', async () => {
    const { host } = aHost()
    host.tell('attachments', 'ofCase', [])
    const files = mount(DraftFiles, { props: { caseId: caseId(1), files: [] }, global: { plugins: host.plugins() } })
    const input = files.get<HTMLInputElement>('[data-testid="file-input"]')
    Object.defineProperty(input.element, 'files', { value: [new File([], '空.jpg')] })

    await input.trigger('change')

    await vi.waitFor(() => expect(files.get('[data-testid="file-taking"]').text()).toContain('空.jpg：文件是空的'), SOON)
    expect(files.text()).toContain('检查原文件')
    expect(files.emitted('change')).toBeUndefined()
  })
})

describe('a file taken off a form', () => {
  const tiles = (host: FakeDesk) =>
    mount(DraftFiles, { props: { caseId: caseId(1), files: [item().file] }, global: { plugins: host.plugins() } })

  it('stays named when it was refused: its tile stays too', async () => {
    const staged = item({ upload: upload({ named: false }) })
    const host = new FakeDesk().tell('attachments', 'ofCase', [staged]).answer('attachments', 'remove', () => Promise.resolve(refuse('disk-full')))
    const files = tiles(host)

    await files.get('[data-testid="file-remove"]').trigger('click')

    await vi.waitFor(() => expect(files.emitted('pending')).toEqual([[false], [true], [false]]), SOON)
    expect(files.emitted('change')).toBeUndefined()
  })

  it('is named no more once it is gone, though the answer was lost or another window took it', async () => {
    const host = new FakeDesk().tell('attachments', 'ofCase', [item()])
    const files = tiles(host)

    host.tell('attachments', 'ofCase', [])

    await vi.waitFor(() => expect(files.emitted('change')).toEqual([[[]]]), SOON)
  })
})

describe('a file looked at', () => {
  const look = (host: FakeDesk, files: readonly CaseFile[]) =>
    mount(LightBox, { props: { caseId: caseId(1), files, hash }, global: { plugins: host.plugins() }, attachTo: document.body })
  const of = (name: string, mime: string, over: Partial<CaseFile> = {}): CaseFile =>
    item({ file: { ...item().file, name, mime }, ...over })
  const find = (id: string) => document.querySelector(`[data-testid="${id}"]`)
  const zeros = { bytes: new Uint8Array(1_000), size: 1_000 }
  const readable = () => new FakeDesk().answer('attachments', 'read', () => Promise.resolve(ok(zeros)))

  it('that is elsewhere says so and is fetched; the arrow keys turn to the next', async () => {
    const host = new FakeDesk().answer('attachments', 'fetch', () => Promise.resolve(ok({ place: 'coming' as const })))
    const second = item({ file: { ...item().file, hash: 'c'.repeat(64), name: '第二.mp3' } })
    const box = look(host, [of('井盖.jpg', 'image/jpeg', { place: 'away' }), second])

    await vi.waitFor(() => expect(host.asked('attachments', 'fetch')).toHaveLength(1), SOON)
    expect(document.body.textContent).toContain('在平台')

    window.dispatchEvent(new KeyboardEvent('keydown', { code: 'ArrowRight', key: 'ArrowRight' }))

    expect(box.emitted('turn')).toEqual([['c'.repeat(64)]])
    box.unmount()
  })

  it.each([
    ['现场.mp4', 'video/mp4', 'light-box-clip'],
    ['来电.mp3', 'audio/mpeg', 'light-box-sound'],
  ])('in a player is read by range from where it lies, and not fetched as a whole: %s', async (name, mime, player) => {
    const host = new FakeDesk().answer('attachments', 'play', () => Promise.resolve(ok({ address: '/media/1234' })))
    const box = look(host, [of(name, mime, { place: 'away' })])

    await vi.waitFor(() => expect(find(player)?.getAttribute('src')).toBe('/media/1234'), SOON)

    expect([host.asked('attachments', 'fetch'), host.asked('attachments', 'read')]).toEqual([[], []])
    box.unmount()
  })

  it('in a player that stops is asked for once more, and then it is found out why', async () => {
    const addresses = ['/media/1', '/media/2']
    const host = new FakeDesk()
      .answer('attachments', 'play', () => Promise.resolve(ok({ address: addresses.shift() ?? null })))
      .answer('attachments', 'fetch', () => Promise.resolve(ok({ place: 'coming' as const })))
    const box = look(host, [of('现场.mp4', 'video/mp4', { place: 'away' })])
    await vi.waitFor(() => expect(find('light-box-clip')?.getAttribute('src')).toBe('/media/1'), SOON)

    find('light-box-clip')?.dispatchEvent(new Event('error'))
    await vi.waitFor(() => expect(find('light-box-clip')?.getAttribute('src')).toBe('/media/2'), SOON)
    find('light-box-clip')?.dispatchEvent(new Event('error'))

    await vi.waitFor(() => expect(host.asked('attachments', 'fetch')).toHaveLength(1), SOON)
    box.unmount()
  })

  it('that is large says how far it has been read, and then shows itself', async () => {
    // jsdom has no URLs of blobs.
    vi.stubGlobal('URL', class extends URL {
      static override readonly createObjectURL = (): string => 'blob:picture'
      static override readonly revokeObjectURL = (): void => undefined
    })
    const whole = new Uint8Array(1_000)
    const second = Promise.withResolvers<null>()
    const host = new FakeDesk().answer('attachments', 'read', async ({ from }) => {
      if (from > 0) await second.promise
      return ok({ bytes: whole.slice(from, from + 600), size: 1_000 })
    })
    const box = look(host, [of('大照片.jpg', 'image/jpeg')])
    await vi.waitFor(() => expect(document.body.textContent).toContain('正在读取 60%'), SOON)

    second.resolve(null)

    await vi.waitFor(() => expect(find('light-box-picture')?.getAttribute('src')).toBe('blob:picture'), SOON)
    expect(document.body.textContent).not.toContain('正在读取')
    box.unmount()
    vi.unstubAllGlobals()
  })

  it('that is a HEIC photograph says that it cannot be shown here and can be saved; saving is written down first', async () => {
    const host = readable().answer('audit', 'record', () => Promise.resolve(refuse('storage-failed')))
    const box = look(host, [of('手机.heic', 'image/heic')])
    await vi.waitFor(() => expect(document.body.textContent).toContain('HEIC 照片不能在此显示：可保存'), SOON)
    expect(host.asked('attachments', 'read')).toHaveLength(0)

    find('light-box-save')?.dispatchEvent(new MouseEvent('click'))

    await vi.waitFor(() => expect(host.asked('audit', 'record')).toEqual([{ what: 'export', subject: `attachment ${hash}` }]), SOON)
    expect(host.asked('attachments', 'read')).toHaveLength(0)
    box.unmount()
  })

  it('that calls itself a PDF and is none says so and can be saved', async () => {
    const box = look(readable(), [of('说明.pdf', 'application/pdf')])

    await vi.waitFor(() => expect(document.body.textContent).toContain('这份 PDF 打不开'), SOON)

    expect(find('light-box-save')).not.toBeNull()
    box.unmount()
  })
})
