import { beforeEach, describe, expect, it, vi } from 'vitest'
import { refuse } from '#shared/kernel/result.ts'
import { SOON } from '#tests/builders/patience.ts'
import { accepted, aPhoto, fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import { useDelivery } from './delivery.store.ts'
import { useDrafts } from './drafts.store.ts'
import { usePictures } from './pictures.store.ts'
import { useDepartmentSession } from './session.store.ts'

let world: FakeDepartment
const row = handledCase()

beforeEach(() => {
  world = fakeDepartment()
})

const acceptNext = (): void => {
  world.client.answers.push((sent) => sent.map(accepted))
}

describe('an answer of a department', () => {
  it('is written down before it is sent, and a repeat after a lost reply is the same to the last letter', async () => {
    useDrafts().setWords(row.id, 'answer', '已更换井盖')

    await useDelivery().submit(row, 'answer')

    expect(useDelivery().states.get(row.id)).toMatchObject({ step: 'answer', state: 'waiting' })
    world.reload()
    acceptNext()
    useDelivery().resume()
    await vi.waitFor(() => expect(useDelivery().states.get(row.id)?.state).toBe('done'), SOON)
    expect(world.client.sent[1]).toEqual(world.client.sent[0])
    expect(world.client.sent[0]?.[0]).toMatchObject({ base: { ver: row.ver }, body: { action: 'answer', args: { words: '已更换井盖' } }, post: 'department', seat: null })
  })

  it('leaves nothing behind when it is taken', async () => {
    useDrafts().setWords(row.id, 'answer', '已更换井盖')
    await usePictures().add(row.id, 'after', [aPhoto('后.jpg')])
    await vi.waitFor(() => expect(useDrafts().of(row.id).pictures[0]?.isThere).toBe(true), SOON)
    acceptNext()

    await useDelivery().submit(row, 'answer')

    await vi.waitFor(() => expect(world.storage.length).toBe(0), SOON)
    expect(world.box.bytes.size).toBe(0)
  })

  it('takes its pictures along, named by when they were taken, each hanging on the answer', async () => {
    useDrafts().setWords(row.id, 'answer', '已更换井盖')
    await usePictures().add(row.id, 'before', [aPhoto('IMG_1.JPG')])
    await usePictures().add(row.id, 'after', [aPhoto('IMG_2.JPG'), aPhoto('IMG_3.jpg')])

    await useDelivery().submit(row, 'answer')

    const [answer, ...attached] = world.client.sent[0] ?? []
    expect(attached.map(({ base }) => base)).toEqual(Array(3).fill({ after: answer?.id }))
    expect(attached.map(({ body }) => (body.action === 'attach' ? body.args.attachment.name : ''))).toEqual(['处置前 1.jpg', '处置后 1.jpg', '处置后 2.jpg'])
  })

  it('that is taken without one of its pictures keeps that one here, and says why', async () => {
    useDrafts().setWords(row.id, 'answer', '已更换井盖')
    await usePictures().add(row.id, 'before', [aPhoto('前.jpg')])
    await usePictures().add(row.id, 'after', [aPhoto('后.jpg')])
    const [, after] = useDrafts().of(row.id).pictures
    world.client.answers.push(([answer, before, refused]) => [
      accepted(answer!), accepted(before!, 1), { id: refused!.id, result: 'rejected', code: 'too-large', detail: null, current: null },
    ])

    await useDelivery().submit(row, 'answer')

    await vi.waitFor(() => expect([...world.box.bytes.keys()]).toEqual([after?.id]), SOON)
    expect(useDelivery().states.get(row.id)).toMatchObject({ state: 'done', notTaken: { count: 1, refusal: { code: 'too-large' } } })
    expect(useDrafts().of(row.id)).toMatchObject({ sending: null, pictures: [{ id: after?.id, isThere: false }] })
    expect(usePictures().progressOf(useDrafts().of(row.id).pictures[0]!)).toMatchObject({ state: 'failed', refusal: { code: 'too-large' } })
  })

  it('whose pictures were left behind is followed by them, numbered on, as soon as they have arrived', async () => {
    const answered = { ...row, state: 'answered' as const, attachments: [{ hash: 'b'.repeat(64), name: '处置后 1.jpg', mime: 'image/jpeg', size: 9, use: 'handle' as const }] }
    world.uploads.push({ code: 'offline' })
    await usePictures().add(row.id, 'after', [aPhoto('慢.jpg'), aPhoto('到.jpg')])
    await vi.waitFor(() => expect(useDrafts().of(row.id).pictures.map(({ isThere }) => isThere)).toEqual([false, true]), SOON)

    await useDelivery().submit(answered, 'attach')
    const [first] = world.client.sent
    expect(first?.map(({ base, body }) => [base, body.action === 'attach' && body.args.attachment.name])).toEqual([[null, '处置后 2.jpg']])
    expect(useDelivery().states.get(row.id)).toMatchObject({ step: 'attach', state: 'waiting' })
    acceptNext()
    await useDelivery().deliver(row.id)

    expect(world.client.sent[1]).toEqual(first)
    expect(useDelivery().states.get(row.id)).toEqual({ step: 'attach', state: 'done' })
    expect(useDrafts().of(row.id)).toMatchObject({ sending: null, pictures: [{ name: '慢.jpg' }] })
    expect(await useDelivery().submit(answered, 'attach')).toMatchObject({ code: 'field-required' })
  })

  it('is followed by none that the platform refuses: each stays, with the reason', async () => {
    await usePictures().add(row.id, 'after', [aPhoto('1.jpg'), aPhoto('2.jpg')])
    await vi.waitFor(() => expect(useDrafts().of(row.id).pictures.every(({ isThere }) => isThere)).toBe(true), SOON)
    world.client.answers.push((sent) => sent.map(({ id }) => ({ id, result: 'rejected', code: 'too-large', detail: null, current: null })))

    await useDelivery().submit(row, 'attach')

    expect(useDelivery().states.get(row.id)).toMatchObject({ step: 'attach', state: 'refused', refusal: { code: 'too-large' } })
    expect(useDrafts().of(row.id).pictures.map((one) => usePictures().progressOf(one).state)).toEqual(['failed', 'failed'])
  })

  it('is not begun a second time while the first is on its way', async () => {
    useDrafts().setWords(row.id, 'answer', '已更换井盖')

    await useDelivery().submit(row, 'answer')
    await useDelivery().submit(row, 'answer')

    expect(world.client.sent).toHaveLength(1)
  })

  it('that a colleague has made needless is given back with its words, and with who it was', async () => {
    useDrafts().setWords(row.id, 'return', '不归我们管')
    const current = { row: { ...row, state: 'answered' as const }, byName: '乔红', bySeat: null, at: row.lastActAt }
    world.client.answers.push((sent) => sent.map(({ id }) => ({ id, result: 'rejected', code: 'stale-base', detail: null, current })))

    await useDelivery().submit(row, 'return')

    expect(useDelivery().states.get(row.id)).toMatchObject({ state: 'refused', current: { byName: '乔红' } })
    expect(useDrafts().of(row.id)).toMatchObject({ sending: null, words: { return: '不归我们管' } })
  })

  it('waits for the PIN when the sign-in has ended, and for the platform when that is busy', async () => {
    useDrafts().setWords(row.id, 'note', '已到现场')
    world.client.answers.push(refuse('unauthorised'))

    await useDelivery().submit(row, 'note')

    expect(useDepartmentSession().hasEnded).toBe(true)
    expect(useDelivery().states.get(row.id)?.state).toBe('waiting')
    await useDelivery().deliver(row.id)
    expect(world.client.sent).toHaveLength(1)
  })

  it('without words is not said at all', async () => {
    useDrafts().setWords(row.id, 'return', '  \n')

    expect(await useDelivery().submit(row, 'return')).toEqual({ code: 'reason-required', detail: 'return' })
    expect(world.client.sent).toEqual([])
  })
})
