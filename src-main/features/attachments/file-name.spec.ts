import { describe, expect, it } from 'vitest'
import type { FileKind } from './file-kind.ts'
import { cleanName } from './file-name.ts'

// Of a kind only its endings are asked for.
const picture = { endings: ['jpg', 'jpeg'] } as unknown as FileKind

describe('the name of a file', () => {
  it.each([
    ['👨‍👩‍👧 路口.jpg', '👨‍👩‍👧 路口.jpg'],
    ['👩🏽‍🚒❤️‍🔥.jpg', '👩🏽‍🚒❤️‍🔥.jpg'],
    ['路\u{200D}口\u{200D}.jpg', '路口.jpg'],
    ['👨\u{200D}\u{202E}gpj.exe', '👨gpj.exe.jpg'],
    ['\u{202E}gpj.路口.jpg', 'gpj.路口.jpg'],
    ['=cmd|\'/c calc\'!A0.jpg', "c calc'!A0.jpg"],
    ['a\tb\nc".jpg', 'abc.jpg'],
    ['13812345678_20261122.jpg', '138＊＊＊＊5678_20261122.jpg'],
    ['138\u{200B}1234\u{200B}5678.1.exe', '138＊＊＊＊5678.1.exe.jpg'],
  ])('%s is kept as %s', (given, kept) => {
    expect(cleanName(given, picture)).toBe(kept)
  })

  it('that is too long is not cut within a picture', () => {
    const cut = cleanName(`${'路'.repeat(118)}👨‍👩‍👧.jpg`, picture)

    expect(cut).toBe(`${'路'.repeat(118)}.jpg`)
  })

  it('that is too long is masked before it is cut', () => {
    const cut = cleanName(`${'路'.repeat(111)}13812345678.jpg`, picture)

    expect(cut).toBe(`${'路'.repeat(111)}138＊＊＊＊56.jpg`)
  })
})
