import { describe, expect, it } from 'vitest'
import { DepartmentId } from '#shared/kernel/ids.ts'
import type { ComponentRow, DepartmentRow } from '#shared/platform-api/rows.ts'
import { adviseDepartments } from './department-advice.ts'
import type { History } from './department-advice.ts'

const department = (id: string, duties: DepartmentRow['duties']): DepartmentRow => ({
  id: DepartmentId.parse(id),
  name: `单位 ${id}`,
  phone: null,
  duties,
  external: false,
})

const enforcement = department('D05', [{ classes: 'E01', grids: '341523' }])
const sanitation = department('D02', [{ classes: 'E0110', grids: '341523' }])
const street = department('D09', [{ classes: 'E', grids: '341523002' }])
const waterworks = department('D06', [])
const lastResort = department('D99', [{ classes: '', grids: '' }])
const all = [lastResort, enforcement, sanitation, street, waterworks]
const nothingYet: History = new Map()
const advise = (classCode: string, grid: string | null, component: ComponentRow | null = null, history = nothingYet): string[] =>
  adviseDepartments(all, classCode, grid, component, history).map(({ department: id, reason }) => `${id} ${reason}`)

const cover: ComponentRow = {
  code: '3415230101000001',
  classCode: 'C0101',
  name: '上水井盖',
  lng: 0,
  lat: 0,
  grid: null,
  department: null,
  owner: DepartmentId.parse('D06'),
  keeper: null,
  state: 'intact',
  changedOn: null,
}

describe('派遣建议', () => {
  it('puts the duty that names the class most exactly first', () => {
    expect(advise('E0110', '341523001001001')).toEqual(['D02 class-duty', 'D05 class-duty', 'D99 fallback'])
  })

  it('puts the one who answers for the grid before those who answer for the class', () => {
    expect(advise('E0110', '341523002001001')).toEqual(['D09 grid-duty', 'D02 class-duty', 'D05 class-duty', 'D99 fallback'])
  })

  it('knows the class duty while no place is known yet', () => {
    expect(advise('E0110', null)).toContain('D02 class-duty')
  })

  it('puts the owner of the component first, whatever else is known', () => {
    expect(advise('C0101', '341523001001001', cover)[0]).toBe('D06 owner')
  })

  it('suggests who has handled it before when nobody has the duty', () => {
    const history: History = new Map([['D06', { handled: 4, onTime: 0.5, returns: 1, meanMs: 3_600_000, open: 2 }]])

    expect(advise('C0301', null, null, history)).toEqual(['D06 history', 'D99 fallback'])
    expect(adviseDepartments(all, 'C0301', null, null, history)[0]).toMatchObject({ handled90: 4, onTime90: 0.5, open: 2 })
  })

  it('has no suggestion rather than an invented one', () => {
    expect(adviseDepartments([waterworks], 'C0301', null, null, nothingYet)).toEqual([])
  })
})
