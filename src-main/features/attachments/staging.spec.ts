import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { MOST_FILE_BYTES, PIECE_BYTES } from '#shared/contracts/attachments.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { caseId } from '#tests/builders/ids.ts'
import { FileStore } from './file-store.ts'
import { storeKeyOf } from './sealed-format.ts'
import { Staging } from './staging.ts'

const li = '1001' as PersonId
const chen = '1002' as PersonId

const desks: Staging[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
})

async function aDesk(clock = systemClock) {
  const folder = aDataFolder()
  const store = await FileStore.open({ folder, storeKey: storeKeyOf(Buffer.alloc(32)), mostCachedBytes: 0 })
  const staging = new Staging(store, clock)
  desks.push(staging)
  const announce = (name: string, size: number, person = li) =>
    staging.begin({ caseId: caseId(1), name, size, use: 'report', forDraft: false }, person)
  const left = (): string[] => [...readdirSync(join(folder, 'incoming')), ...readdirSync(join(folder, 'kept'))]
  return { store, staging, announce, left }
}

/** Hands a file over as the window does; `announced` is what it said it would be. */
async function hand(desk: Awaited<ReturnType<typeof aDesk>>, name: string, content: Buffer, announced = content.length) {
  const begun = await desk.announce(name, announced)
  if (!begun.ok) return begun
  const { upload } = begun.value
  for (let offset = 0; offset < content.length; offset += PIECE_BYTES) {
    const taken = await desk.staging.append(upload, li, offset, content.subarray(offset, offset + PIECE_BYTES))
    if (!taken.ok) return taken
  }
  const sealed = await desk.staging.seal(upload, li)
  return sealed.ok ? desk.staging.keep(sealed.value) : sealed
}

const codeOf = (result: Result<unknown>): string => (result.ok ? 'taken' : result.error.code)
const nameOf = (result: Result<Attachment>): string => unwrap(result).name

const riff = (kind: string): Buffer =>
  Buffer.concat([Buffer.from('RIFF'), Buffer.of(36, 0, 0, 0), Buffer.from(kind), randomBytes(64)])
const isoMedia = (brand: string): Buffer =>
  Buffer.concat([
    Buffer.of(0, 0, 0, 24),
    Buffer.from(`ftyp${brand}`),
    Buffer.of(0, 0, 0, 0),
    Buffer.from(`${brand}mp41`),
    randomBytes(64),
  ])
const webm = Buffer.concat([
  Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102', 'hex'),
  randomBytes(64),
])

describe('a file handed over by a window', () => {
  it('is known by its content, and the same twice is one', async () => {
    const desk = await aDesk()
    const picture = aPicture(500, 500)

    const [first, again] = [await hand(desk, '井盖.png', picture), await hand(desk, '又一张.png', picture)]

    expect(unwrap(first)).toEqual({
      hash: sha256(picture),
      size: picture.length,
      name: '井盖.png',
      mime: 'image/png',
      use: 'report',
    })
    expect(unwrap(again).hash).toBe(sha256(picture))
    expect(desk.left()).toEqual([sha256(picture)])
  })

  it.each([
    ['照片.jpg', Buffer.concat([Buffer.of(0xff, 0xd8, 0xff, 0xe0), randomBytes(64)]), 'image/jpeg'],
    ['照片.webp', riff('WEBPVP8 '), 'image/webp'],
    ['苹果手机.heic', isoMedia('heic'), 'image/heic'],
    ['来电.mp3', Buffer.concat([Buffer.from('ID3'), randomBytes(64)]), 'audio/mpeg'],
    ['来电.m4a', isoMedia('M4A '), 'audio/mp4'],
    ['来电.wav', riff('WAVEfmt '), 'audio/wav'],
    ['来电.ogg', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('\x01vorbis'), randomBytes(64)]), 'audio/ogg'],
    ['现场.mp4', isoMedia('isom'), 'video/mp4'],
    ['现场.mov', isoMedia('qt  '), 'video/quicktime'],
    ['现场.webm', webm, 'video/webm'],
    ['说明.pdf', Buffer.from('%PDF-1.7\n1 0 obj\n'), 'application/pdf'],
  ])('is taken by what it is: %s', async (name, content, mime) => {
    const desk = await aDesk()

    const file = unwrap(await hand(desk, name, content))

    expect([file.name, file.mime]).toEqual([name, mime])
  })

  it.each([
    ['a page that calls itself a picture', '照片.jpg', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing that may carry a script', '图.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['a program', '照片.png', Buffer.concat([Buffer.from('MZ'), randomBytes(200)])],
    ['an archive', '照片.zip', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(200)])],
    [
      'a film of a kind no browser shows',
      '现场.mp4',
      Buffer.concat([Buffer.from('1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61', 'hex'), randomBytes(64)]),
    ],
    ['words', '说明.txt', Buffer.from('井盖坏了')],
    ['one byte', 'x.jpg', Buffer.of(0xff)],
  ])('is refused when it is %s', async (_what, name, content) => {
    const desk = await aDesk()

    expect(codeOf(await hand(desk, name, content))).toBe('file-type-refused')
    expect(desk.left()).toEqual([])
  })

  it.each([
    ['an empty one', 0, 'empty-file'],
    ['one that is too large', MOST_FILE_BYTES + 1, 'too-large'],
    ['one without a size', Number.NaN, 'bad-request'],
    ['one with half a byte', 1.5, 'bad-request'],
    ['one with less than nothing', -1, 'bad-request'],
  ])('is refused in words before a byte is sent: %s', async (_what, size, code) => {
    const desk = await aDesk()

    expect(codeOf(await desk.announce('a.jpg', size))).toBe(code)
    expect(desk.left()).toEqual([])
  })

  it.each([
    ['../../../etc/passwd', 'passwd.png'],
    ['C:\\Users\\li\\照片.png', '照片.png'],
    ['a\0b\u0007.png', 'ab.png'],
    ['\u{202E}gnp.exe', 'gnp.exe.png'],
    ['\u{2066}x\u{2069}\u{200B}.PNG', 'x.png'],
    ['照片.jpg', '照片.jpg.png'],
    ['半个\ud83d.png', '半个.png'],
    ['....', '附件.png'],
    ['', '附件.png'],
    ['.png', 'png.png'],
    ['a:b|c?.png', 'abc.png'],
    ['好'.repeat(300), `${'好'.repeat(120)}.png`],
  ])('named %j is called %j', async (given, shown) => {
    const desk = await aDesk()

    expect(nameOf(await hand(desk, given, aPicture()))).toBe(shown)
  })

  it('that became longer or shorter while it was read is refused, and nothing of it stays', async () => {
    const desk = await aDesk()
    const picture = aPicture()

    expect(codeOf(await hand(desk, 'a.png', picture, picture.length - 10))).toBe('file-changed')
    expect(codeOf(await hand(desk, 'a.png', picture, picture.length + 10))).toBe('file-changed')
    expect(desk.left()).toEqual([])
  })

  it('cannot be gone on with by somebody else, nor out of order', async () => {
    const desk = await aDesk()
    const { upload } = unwrap(await desk.announce('a.png', 100))

    expect(codeOf(await desk.staging.append(upload, chen, 0, Buffer.alloc(10)))).toBe('upload-gone')
    expect(codeOf(await desk.staging.append(upload, li, 50, Buffer.alloc(10)))).toBe('file-changed')
    expect(codeOf(await desk.staging.append(upload, li, 0, Buffer.alloc(10)))).toBe('upload-gone')
  })

  it('that was called off or forgotten leaves nothing', async () => {
    let nowMs = 0
    const desk = await aDesk({ now: () => nowMs, monotonicMs: () => nowMs })
    const called = unwrap(await desk.announce('a.png', 100))
    await desk.staging.cancel(called.upload, li)
    await desk.announce('b.png', 100)
    expect(desk.left()).toHaveLength(1)

    nowMs = 200_000
    const next = unwrap(await desk.announce('c.png', 100))
    await desk.staging.cancel(next.upload, li)

    expect(desk.left()).toEqual([])
  })

  it('waits while too many come at once', async () => {
    const desk = await aDesk()
    for (let i = 0; i < 8; i += 1) unwrap(await desk.announce('a.png', 100))

    expect(codeOf(await desk.announce('a.png', 100))).toBe('too-many-calls')
  })
})
