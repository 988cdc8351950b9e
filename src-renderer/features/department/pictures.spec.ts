import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MAX_PICTURE_BYTES } from '#shared/platform-api/system.ts'
import { SOON } from '#tests/builders/patience.ts'
import { aPhoto, fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import { checkPicture } from './check-picture.ts'
import { useDrafts } from './drafts.store.ts'
import { MOST_PICTURES, usePictures } from './pictures.store.ts'
import { sha256Of } from './sha256.ts'

let world: FakeDepartment
const caseId: string = handledCase().id

beforeEach(() => {
  world = fakeDepartment()
})

const states = () => useDrafts().of(caseId).pictures.map((picture) => usePictures().progressOf(picture).state)

describe('a file that is chosen', () => {
  const bytes = (...head: number[]): Blob => new Blob([Uint8Array.from([...head, ...Array<number>(20).fill(0)])])

  it('is a picture by its bytes, whatever it is called', async () => {
    expect(await checkPicture(bytes(0xff, 0xd8, 0xff))).toEqual({ ok: true, value: 'image/jpeg' })
    expect(await checkPicture(bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toEqual({ ok: true, value: 'image/png' })
    expect(await checkPicture(bytes(0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50))).toEqual({ ok: true, value: 'image/webp' })
    for (const other of [bytes(), bytes(0x47, 0x49, 0x46), bytes(0x52, 0x49, 0x46, 0x46), new Blob(), new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'])])
      expect(await checkPicture(other)).toMatchObject({ ok: false, error: { code: 'not-a-picture' } })
  })

  it('is refused when it is too large, before it is read', async () => {
    const large = { size: MAX_PICTURE_BYTES + 1, slice: () => expect.unreachable('read') } as unknown as Blob

    expect(await checkPicture(large)).toMatchObject({ ok: false, error: { code: 'too-large' } })
  })

  it('has the hash that everybody else finds for it', async () => {
    const content = new Uint8Array(2_500_000).map((_, at) => at % 251)

    expect(await sha256Of(new Blob([content]))).toBe(createHash('sha256').update(content).digest('hex'))
  })

  it('is taken once, and no more than a case can show', async () => {
    const files = Array.from({ length: MOST_PICTURES + 1 }, (_, n) => aPhoto(`${n}.jpg`))

    const refused = await usePictures().add(caseId, 'after', [files[0]!, ...files, new File(['text'], '说明.txt')])

    expect(useDrafts().of(caseId).pictures).toHaveLength(MOST_PICTURES)
    expect(refused.map(({ name, refusal }) => [name, refusal.code])).toEqual([[`${MOST_PICTURES}.jpg`, 'too-large'], ['说明.txt', 'not-a-picture']])
  })
})

describe('a file that cannot be read', () => {
  it('is named with the reason, and the others are taken', async () => {
    const unread = aPhoto('云端.jpg')
    vi.spyOn(unread, 'slice').mockReturnValue({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) } as unknown as Blob)

    const refused = await usePictures().add(caseId, 'after', [aPhoto('1.jpg'), unread, aPhoto('2.jpg')])

    expect(refused).toEqual([{ name: '云端.jpg', refusal: { code: 'picture-unreadable', detail: 'NotReadableError: gone' } }])
    expect(useDrafts().of(caseId).pictures.map(({ name }) => name)).toEqual(['1.jpg', '2.jpg'])
    expect(usePictures().takingAt(caseId)).toBe(0)
  })
})

describe('a machine that does not answer', () => {
  const never = new Promise<never>(() => undefined)
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('on what stands in a file holds up the others for a minute, and the answer no longer than that', async () => {
    const unread = aPhoto('云端.jpg')
    vi.spyOn(unread, 'slice').mockReturnValue({ arrayBuffer: () => never } as unknown as Blob)

    const added = usePictures().add(caseId, 'after', [unread, aPhoto('2.jpg')])
    await vi.advanceTimersByTimeAsync(59_000)
    expect(usePictures().takingAt(caseId)).toBe(2)
    await vi.advanceTimersByTimeAsync(1_000)

    // The other file is really read and hashed, which takes its own time.
    expect(await added).toMatchObject([{ name: '云端.jpg', refusal: { code: 'picture-unreadable' } }])
    expect([usePictures().takingAt(caseId), vi.getTimerCount()]).toEqual([0, 0])
    expect(useDrafts().of(caseId).pictures.map(({ name }) => name)).toEqual(['2.jpg'])
  })

  it('whether it keeps a picture keeps it with this page only', async () => {
    const put = vi.spyOn(world.box, 'put').mockImplementationOnce((id, bytes) => {
      world.box.bytes.set(id, bytes)
      return never
    })

    const added = usePictures().add(caseId, 'after', [aPhoto('1.jpg')])
    await vi.waitFor(() => expect(put).toHaveBeenCalled(), SOON)
    await vi.advanceTimersByTimeAsync(60_000)

    expect(await added).toEqual([])
    expect([usePictures().takingAt(caseId), usePictures().isKept]).toEqual([0, false])
    await vi.waitFor(() => expect(states()).toEqual(['there']), SOON)
  })
})

describe('a picture on its way', () => {
  it('waits when the line breaks and goes on from its address, also after a reload', async () => {
    world.uploads.push({ code: 'offline' })
    await usePictures().add(caseId, 'before', [aPhoto('前.jpg')])
    await vi.waitFor(() => expect(states()).toEqual(['waiting']), SOON)
    world.reload()
    expect(useDrafts().of(caseId).pictures[0]?.uploadPath).toMatch(/^\/v1\/attachments\//)

    usePictures().resume()

    await vi.waitFor(() => expect(states()).toEqual(['there']), SOON)
  })

  it('that the platform does not want waits for a person, and is sent anew from its beginning', async () => {
    world.uploads.push({ code: 'hash-mismatch' })
    await usePictures().add(caseId, 'before', [aPhoto('前.jpg')])
    await vi.waitFor(() => expect(states()).toEqual(['failed']), SOON)

    usePictures().resume()
    expect(states()).toEqual(['failed'])
    const [picture] = useDrafts().of(caseId).pictures
    expect(picture?.uploadPath).toBeNull()
    await usePictures().retry(caseId, picture?.id ?? '')

    await vi.waitFor(() => expect(states()).toEqual(['there']), SOON)
  })

  it('whose bytes are gone from this machine says so', async () => {
    world.uploads.push({ code: 'offline' })
    await usePictures().add(caseId, 'before', [aPhoto('前.jpg')])
    await vi.waitFor(() => expect(states()).toEqual(['waiting']), SOON)
    world.box.bytes.clear()

    usePictures().resume()

    await vi.waitFor(() => expect(states()).toEqual(['failed']), SOON)
    const [picture] = useDrafts().of(caseId).pictures
    expect(usePictures().progressOf(picture!).refusal?.code).toBe('picture-gone')
  })

  it('can be taken back, with its bytes', async () => {
    await usePictures().add(caseId, 'before', [aPhoto('前.jpg')])
    const [picture] = useDrafts().of(caseId).pictures

    await usePictures().remove(caseId, picture!.id)

    expect([useDrafts().of(caseId).pictures, world.box.bytes.size, world.storage.length]).toEqual([[], 0, 0])
  })
})
