import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { viewCatalogue } from './catalogue.ts'
import { defaultCatalogue } from './default/default-catalogue.ts'
import { createSuggester } from './suggest.ts'
import { synonyms } from './synonyms.ts'

const suggest = createSuggester(viewCatalogue(defaultCatalogue))
const names = (words: string): string[] => suggest(words).map((one) => one.class.name)

describe('classes suggested from a caller’s words', () => {
  it.each([
    ['桃溪路口路灯不亮三天了', '路灯'],
    ['小区门口一大堆生活垃圾，堆垃圾没人收', '暴露(生活)垃圾'],
    ['楼下半夜施工，太吵了', '施工扰民'],
    ['路中间窨井盖没了', '污水井盖'],
    ['有人占道摆摊卖水果', '无照经营游商'],
    ['自来水漏了一地，水管爆了', '供水管道破裂'],
    ['路面塌陷，车掉进去了', '路面塌陷'],
    ['电线杆上全是牛皮癣小广告', '非法小广告'],
  ])('%s', (words, expected) => {
    expect(names(words)).toContain(expected)
  })

  it('puts a class named in full first', () => {
    for (const one of defaultCatalogue.classes.filter((each) => !['E0395', 'E0595'].includes(each.code))) {
      expect(suggest(one.name)[0]?.class.name).toBe(one.name)
    }
  })

  it('says nothing when nothing speaks for a class', () => {
    for (const words of ['', '  ', '你好', 'hello', '\u0000', '😀😀']) expect(suggest(words)).toEqual([])
  })

  it('gives at most three, the best first, with shares of one whole, whatever is said', () => {
    const chinese = fc
      .array(fc.constantFrom(...'路灯井盖垃圾水道树广告占车施工噪音破损乱停'), { maxLength: 30 })
      .map((letters) => letters.join(''))

    fc.assert(
      fc.property(fc.oneof(chinese, fc.string({ unit: 'binary', maxLength: 2000 })), (words) => {
        const shares = suggest(words).map((one) => one.share)
        expect(shares.length).toBeLessThanOrEqual(3)
        expect([...shares].sort((a, b) => b - a)).toEqual(shares)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9)
        expect(shares.every((share) => share > 0)).toBe(true)
      }),
    )
  })

  it('knows only synonyms of classes that exist', () => {
    const known = new Set(defaultCatalogue.classes.map((one) => one.name))

    expect(Object.keys(synonyms).filter((name) => !known.has(name))).toEqual([])
  })
})
