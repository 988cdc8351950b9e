import { describe, expect, it, onTestFinished } from 'vitest'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'
import { aCase, aSeatWith, found, searchAsRead } from '#tests/builders/searched-cases.ts'
import { cacheFile } from '../cache/open-cache.ts'
import { openForReading } from '../driver.ts'
import { codesOf } from '../grams.ts'
import { planSearch } from './search-cases.ts'

describe('searching cases', () => {
  const seat = () =>
    aSeatWith(
      aCase(1, { description: '井盖破损，有车轮陷入' }, '梅河路 128 号'),
      aCase(2, { description: '暴露垃圾堆积' }, '桃溪路12号'),
      aCase(3, { description: 'ＡＴＭ机旁井盖缺失' }, '梅河路口'),
      aCase(4, { description: '路灯不亮' }, '鳜鱼巷'),
    )

  it.each([
    ['a word, the newest first', '梅河', [3, 1]],
    ['words that must all be there, in whatever field', '梅河 缺失', [3]],
    ['one character', '鳜', [4]],
    ['one character at the end of a text', '积', [2]],
    ['a house number', '128', [1]],
    ['wide and narrow letters alike', 'atm', [3]],
    ['upper and lower case alike', 'Atm机', [3]],
    ['the class', '上水井盖', [4, 3, 2, 1]],
    ['a case number', '3415232026111600002', [2]],
    ['the beginning of case numbers', '34152320261116', [4, 3, 2, 1]],
    ['what is nowhere', '消防栓', []],
    ['two characters that only stand apart', '井轮', []],
    ['punctuation', '，有车', [1]],
    ['nothing', '   ', []],
  ])('finds %s', (_, text, numbers) => {
    expect(found(seat(), text)).toEqual(numbers)
  })

  it('gives the newest when there are more than asked for', () => {
    expect(found(seat(), '路', 2)).toEqual([4, 3])
    expect(found(seat(), '上水井盖', 3)).toEqual([4, 3, 2])
  })

  it('shows the words where they stand', () => {
    const long = aSeatWith(aCase(1, { description: `${'前'.repeat(100)}井盖破损${'后'.repeat(100)}` }))

    const [hit] = long.reader.searchCases('井盖破损', 1)

    expect(hit!.excerpt).toMatch(/^…前{15}井盖破损后+…$/)
  })

  it('finds a changed text and no longer the old one', () => {
    const [changing, platform] = [new TestSeat(), new TestPlatform()]
    platform.put('case', caseId(1), aCase(1, { description: '井盖破损' }), 1)
    changing.read(platform)

    platform.put('case', caseId(1), aCase(1, { description: '路灯不亮' }), 2)
    changing.read(platform)

    expect([found(changing, '破损'), found(changing, '路灯')]).toEqual([[], [1]])
  })

  it.each(['"', 'a" OR "b', '*', 'NEAR(', '-井盖', "'; DROP TABLE", '\0', '\ud83d', '%', '_', '😀'.repeat(300), '^^', 'grams:x'])(
    'takes %j for text, not for a command',
    (text) => {
      expect(found(seat(), text)).toEqual([])
    },
  )

  // Five times as often in search-as-read.system.spec.ts.
  it('finds exactly what reading every text would find', () => {
    searchAsRead(5)
  })
})

describe('what the index is asked', () => {
  const streets = Array.from('甲乙丙丁戊己庚辛壬癸子丑', (one) => `${one}建路`)
  const numbers = Array.from({ length: 12 }, (_, n) => `${String(n * 10 + 11)}号`)
  const addresses = streets.flatMap((street) => numbers.map((number) => `${street}${number}`))
  const asked = (text: string) => {
    const seat = aSeatWith(...addresses.map((address, n) => aCase(n + 1, {}, address)))
    const db = openForReading(cacheFile(seat.dataDir))
    onTestFinished(() => {
      db.close()
    })
    const plan = planSearch(db, text.split(' '))
    return typeof plan === 'string' ? plan : plan.match.split(' AND ').map((gram) => codesOf(gram).map(characterOf).join(''))
  }
  const characterOf = (code: string): string => String.fromCodePoint(Number.parseInt(code, 36))

  it('is what tells cases apart, and not what follows from that', () => {
    expect(asked('丙建路21号')).toEqual(['路21', '丙建'])
  })

  it('is the pair that adds one character where nothing else is left', () => {
    expect(asked('丙建路2')).toEqual(['丙建', '路2'])
  })

  it('is the common pair where there is no other', () => {
    expect(asked('建路')).toEqual(['建路'])
  })

  it('is more than one pair where all are common', () => {
    expect(asked('建路 路1')).toEqual(['路1', '建路'])
  })

  it.each(['消防', '路99号'])('is nothing where nobody holds a pair of %s', (text) => {
    expect(asked(text)).toBe('nothing')
  })
})

describe('searching places', () => {
  it('finds streets before places, whole names before parts, other names too, and codes', () => {
    const [searching, platform] = [new TestSeat(), new TestPlatform()]
    const at = { lng: 116.9, lat: 31.4 }
    platform.put('street', 's1', {
      ...at,
      id: 's1',
      name: '梅河路',
      otherNames: ['Meihe Road'],
      kind: 'road',
      bbox: [1, 1, 1, 1],
      lengthM: 1,
    })
    platform.put('street', 's2', {
      ...at,
      id: 's2',
      name: '梅河东路',
      otherNames: [],
      kind: 'road',
      bbox: [1, 1, 1, 1],
      lengthM: 1,
    })
    platform.put('place', 'p1', {
      ...at,
      id: 'p1',
      name: '梅河路小学',
      otherNames: [],
      kind: 'school',
      address: '城关镇梅河路 5 号',
    })
    const who = { grid: null, department: null, owner: null, keeper: null, changedOn: null, state: 'intact' }
    platform.put('component', '3415230000000001', {
      ...who,
      ...at,
      code: '3415230000000001',
      classCode: 'C0101',
      name: '上水井盖',
    })
    searching.read(platform)
    const names = (text: string) => searching.reader.searchPlaces(text, 10).map(({ name }) => name)

    expect(names('梅河路')).toEqual(['梅河路', '梅河路小学'])
    expect(names('梅河')).toEqual(['梅河路', '梅河东路', '梅河路小学'])
    expect(names('meihe')).toEqual(['梅河路'])
    expect(names('城关')).toEqual(['梅河路小学'])
    expect(names('东')).toEqual(['梅河东路'])
    expect(names('341523')).toEqual(['上水井盖'])
    expect(names('"*')).toEqual([])
  })
})
