import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassChoice } from '#shared/contracts/intake.contract.ts'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { classLabel, createClassFinder, exactClass } from './class-finder.ts'
import { loadSpelling } from './spelling.ts'

const classes: readonly ClassChoice[] = defaultCatalogue.classes
const find = createClassFinder(classes, await loadSpelling())
const namesFor = (typed: string): string[] => find(typed).map(({ name }) => name)

describe('a class is found', () => {
  it.each([
    ['by its code', 'C0101', '上水井盖'],
    ['by digits without the letter', '0101', '上水井盖'],
    ['by full-width digits of an input method', 'Ｃ０１０１', '上水井盖'],
    ['by characters', '上水井', '上水井盖'],
    ['by pinyin initials', 'ssjg', '上水井盖'],
    ['by full pinyin', 'shangshuijinggai', '上水井盖'],
    ['by initials in capitals', 'DLPS', '道路破损'],
    ['by what a picked field shows', 'C0101 上水井盖', '上水井盖'],
  ])('%s', (_, typed, name) => {
    expect(namesFor(typed)[0]).toBe(name)
  })

  it('in the order of the catalogue when nothing is typed', () => {
    expect(find('  ')).toEqual(classes)
  })

  it('only when something fits', () => {
    expect(find('没有这种东西')).toEqual([])
  })

  it('by code and characters before the pinyin tables are there', () => {
    const plain = createClassFinder(classes)

    expect(plain('上水')[0]?.name).toBe('上水井盖')
    expect(plain('ssjg')).toEqual([])
  })

  it('for anything typed without a throw, and each class at most once', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
      const found = find(typed).map(({ code }) => code)
      expect(new Set(found).size).toBe(found.length)
    }), { numRuns: 40 })
  })
})

it('a class is named exactly by code, by name or by both, and not by half of one', () => {
  const cover = classes.find(({ code }) => code === 'C0101')!

  for (const typed of ['c0101', '上水井盖', classLabel(cover)]) expect(exactClass(classes, typed)).toBe(cover)
  expect(exactClass(classes, 'C010')).toBeUndefined()
  expect(exactClass(classes, '')).toBeUndefined()
})
