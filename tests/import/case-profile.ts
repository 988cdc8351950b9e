import { CaseProfile } from '#platform/import/cases/case-profile.ts'

/** A small county's profile, for tests; members given replace the usual ones. */
export function aCaseProfile(over: Partial<CaseProfile> = {}): CaseProfile {
  return CaseProfile.parse({
    format: 'wanmi-case-import/1',
    name: 'test',
    source: 'old',
    timeZone: 'Asia/Shanghai',
    dateFormats: ['yyyy-MM-dd HH:mm:ss'],
    columns: {
      id: '编号',
      created: '上报',
      due: '期限',
      closed: '结案',
      class: '小类',
      state: '状态',
      department: '单位',
      source: null,
      lng: '经度',
      lat: '纬度',
    },
    templates: { number: '{编号}', description: '{描述}', address: '{地址}' },
    classes: { map: { 垃圾: 'E0110' }, otherwise: null },
    departments: { map: { 城管局: 'CG' }, otherwise: null },
    states: { map: { 已结: 'closed', 在办: 'handling', 作废: 'voided' }, otherwise: null },
    sources: { map: {}, otherwise: null },
    grids: { code: '360681001{no:3}001', name: '{name}', areaGrade: 'A' },
    bounds: [117, 28, 118, 29],
    rules: {
      closedBeforeCreated: 'refuse',
      endedWithoutTime: 'refuse',
      dueBeforeCreated: 'keep',
      noPoint: 'keep',
      outOfBounds: 'refuse',
      outsideGrids: 'keep',
      zoneDiffers: 'keep',
      skippedTime: 'refuse',
      doubledTime: 'earlier',
    },
    ...over,
  })
}

export const caseHeader = '编号,上报,期限,结案,小类,状态,单位,经度,纬度,描述,地址'

type Cell = 'created' | 'due' | 'closed' | 'class' | 'state' | 'department' | 'lng' | 'lat' | 'text'

/** A good row; members given replace its cells. */
export function aCaseLine(id: string, over: Partial<Record<Cell, string>> = {}): string {
  const cells = [
    id,
    over.created ?? '2024-05-01 08:00:00',
    over.due ?? '2024-05-02 08:00:00',
    over.closed ?? '2024-05-01 20:00:00',
    over.class ?? '垃圾',
    over.state ?? '已结',
    over.department ?? '城管局',
    over.lng ?? '117.5',
    over.lat ?? '28.5',
    over.text ?? '路边垃圾',
    '建设路 1 号',
  ]
  return cells.join(',')
}

const square = (west: number): number[][][] => {
  const east = west + 0.2
  return [
    [
      [west, 28.4],
      [east, 28.4],
      [east, 28.6],
      [west, 28.6],
      [west, 28.4],
    ],
  ]
}

/** Two grids side by side; the row's usual point lies in the first. */
export const twoGrids = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', properties: { no: 1, name: '西' }, geometry: { type: 'Polygon', coordinates: square(117.4) } },
    { type: 'Feature', properties: { no: 2, name: '东' }, geometry: { type: 'Polygon', coordinates: square(117.6) } },
  ],
})
