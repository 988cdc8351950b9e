import { describe, expect, it } from 'vitest'
import { CatalogueData } from './catalogue-data.ts'
import { viewCatalogue } from './catalogue.ts'
import { defaultCatalogue } from './default/default-catalogue.ts'

const view = viewCatalogue(defaultCatalogue)
const ofKind = (kind: 'component' | 'event'): CatalogueData['classes'] =>
  defaultCatalogue.classes.filter((one) => one.kind === kind)

describe('the default catalogue', () => {
  it('passes the schema every stored catalogue must pass', () => {
    expect(CatalogueData.parse(defaultCatalogue)).toEqual(defaultCatalogue)
  })

  it('has the 92 component and 98 event classes of the source', () => {
    const perMajor = (kind: 'component' | 'event'): Record<string, number> => {
      const majors = Object.groupBy(ofKind(kind), (one) => one.major)
      return Object.fromEntries(Object.entries(majors).map(([major, classes]) => [major, classes?.length ?? 0]))
    }

    expect(ofKind('component')).toHaveLength(92)
    expect(ofKind('event')).toHaveLength(98)
    expect(perMajor('component')).toEqual({ '01': 40, '02': 20, '03': 10, '04': 16, '05': 6 })
    expect(perMajor('event')).toEqual({ '01': 47, '02': 8, '03': 16, '04': 13, '05': 10, '06': 4 })
  })

  it('has the conditions whose limits the source prints, and says of every other class what is missing', () => {
    const given = (kind: 'component' | 'event'): number =>
      ofKind(kind)
        .filter((one) => !one.note?.startsWith('来源未列处置时限'))
        .flatMap((one) => one.conditions).length

    expect(given('component')).toBe(250)
    expect(given('event')).toBe(102)
    expect(defaultCatalogue.classes.filter((one) => one.note?.startsWith('来源只列出部分')).map((one) => one.code)).toEqual([
      'C0204',
      'C0206',
      'C0208',
      'C0301',
      'C0506',
    ])
  })

  it('lets every class be filed', () => {
    expect(defaultCatalogue.classes.filter((one) => one.conditions.length === 0)).toEqual([])
  })

  it('keeps the order of the source’s limits', () => {
    expect(view.findClass('C0101')?.conditions.map((one) => one.limits.A)).toEqual([
      { kind: 'urgent-hours', value: 2 },
      { kind: 'working-hours', value: 4 },
      { kind: 'working-days', value: 2 },
      { kind: 'working-days', value: 5 },
    ])
    expect(view.limitFor('E0101-1', 'B')).toEqual({ kind: 'urgent-hours', value: 48 })
    expect(view.limitFor('E0110-1', 'C')).toEqual({ kind: 'working-hours', value: 4 })
    expect(view.findClass('E0501')?.conditions[1]?.text).toBe('第 2 种情形（限 5 工作日）')
  })

  it('gives each desk step its limit and handling none', () => {
    expect(view.deskLimit('accept')).toEqual({ kind: 'desk-minutes', value: 15 })
    expect(view.deskLimit('check')).toEqual({ kind: 'desk-minutes', value: 30 })
    expect(view.deskLimit('handle')).toBeUndefined()
  })

  it('knows nothing of codes it does not hold', () => {
    for (const code of ['', 'C9999', '__proto__', 'constructor', 'C0101\u0000']) {
      expect([view.findClass(code), view.findCondition(code), view.limitFor(code, 'A')]).toEqual([
        undefined,
        undefined,
        undefined,
      ])
    }
  })
})

describe('a catalogue somebody edited', () => {
  const first = defaultCatalogue.classes[0]!
  const withClasses = (classes: unknown[]): unknown => ({ ...defaultCatalogue, classes })

  it.each([
    ['names a class twice', withClasses([first, first])],
    ['puts a class under another major', withClasses([{ ...first, major: '02' }])],
    ['calls a component an event', withClasses([{ ...first, kind: 'event' }])],
    [
      'gives a class a condition of another',
      withClasses([{ ...first, conditions: [{ ...first.conditions[0], id: 'C0102-1' }] }]),
    ],
    ['has a limit of nothing', { ...defaultCatalogue, deskLimits: { accept: { kind: 'desk-minutes', value: 0 } } }],
    [
      'has a limit for a step that does not exist',
      { ...defaultCatalogue, deskLimits: { sleep: { kind: 'desk-minutes', value: 1 } } },
    ],
    ['is no catalogue', null],
  ])('is refused when it %s', (_, data) => {
    expect(CatalogueData.safeParse(data).success).toBe(false)
  })

  it('may take a class with limits per area grade, phases and a longer code', () => {
    const limits = {
      A: { kind: 'working-hours', value: 4 },
      B: { kind: 'working-hours', value: 8 },
      C: { kind: 'working-days', value: 2 },
    }
    const condition = { ...first.conditions[0], id: 'C01081-1', limits, phases: [{ name: '停工', limit: limits.A }] }

    const edited = CatalogueData.parse(withClasses([{ ...first, code: 'C01081', conditions: [condition] }]))

    expect(viewCatalogue(edited).limitFor('C01081-1', 'C')).toEqual({ kind: 'working-days', value: 2 })
  })
})
