// A request to every operation of the platform that its caller may well make: what hostile ones are made of.
import { createHash, randomUUID } from 'node:crypto'
import { actArgs } from '#shared/domain/case/acts.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { lifeCycle } from '#shared/domain/life-cycle/index.ts'
import { plainCalendarData } from '#shared/domain/limits/calendar-data.ts'
import { BulkKind } from '#shared/platform-api/bulk.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import type { Endpoint } from '#shared/platform-api/endpoints.ts'
import { aCertificate } from '#tests/builders/a-certificate.ts'
import { CaseStory, usualBody } from '#tests/builders/case-story.ts'
import type { PlatformUnderTest } from '../running-platform.ts'
import type { Seat } from '../seat.ts'

/** What one request is made of before it is spoiled. */
export interface GoodRequest {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  /** Its answer has no end. */
  readonly isStream: boolean
  /** Who may make it. */
  readonly by: CallerName
}

export type CallerName = 'nobody' | 'seat' | 'administrator' | 'department' | 'everyPost'

type Parts = Partial<Pick<GoodRequest, 'params' | 'query' | 'body' | 'by'>>

export interface Scene {
  readonly hall: PlatformUnderTest
  readonly seat: Seat
  /** Cases in several states, the first of them being handled. */
  readonly cases: readonly string[]
  /** A machine that may be revoked. */
  readonly spareDevice: string
}

const geometry = { type: 'Polygon', coordinates: [[[116.9, 31.4], [116.91, 31.4], [116.91, 31.41], [116.9, 31.4]]] }
const at = { lng: 116.95, lat: 31.46 }

const person = { id: '9901', name: '临时', posts: ['acceptor'], department: null, dutyGrid: null, active: true, verifier: null, phone: null }
const bulkRows: Readonly<Record<BulkKind, object>> = {
  'grid': { code: '341523001001999', name: null, street: null, community: null, dutyGrid: null, areaGrade: 'A', geometry },
  'duty-grid': { code: 'ZX99', name: '责任网格', inspectors: ['2001'], department: null, geometry },
  'component': {
    ...{ code: '3415230101000099', classCode: 'C0101', name: '上水井盖', ...at, grid: null, department: null, owner: null },
    ...{ keeper: null, state: 'intact', changedOn: null },
  },
  'department': { id: 'D90', name: '临时单位', phone: null, duties: [{ classes: 'E01', grids: '' }], external: false },
  person,
  'street': { id: 's1', name: '梅河路', otherNames: [], kind: 'road', ...at, bbox: [116.9, 31.4, 117, 31.5], lengthM: 100 },
  'place': { id: 'p1', name: '车站', otherNames: [], kind: 'station', address: '', ...at },
  'map-feature': { id: 'm1', layer: 'block', name: null, minZoom: 3, rank: 1, geometry },
  'map-tile': { id: '3/1/2', type: 'png', data: 'iVBORw0KGgo=' },
  'settings': {
    ...{ hall: 'main', name: '舒城县', district: '341523', zoneOffsetMinutes: 480, center: [116.95, 31.46], bounds: [116.9, 31.4, 117, 31.5] },
    ...{ shifts: [{ id: 'a', name: '早班', from: '08:00', to: '16:00' }], offlineHours: 72, idleLockMinutes: 10 },
  },
  'camera': { id: 'v1', code: '3', name: '枪机', group: null, ...at, headingDeg: 10, viewDeg: 60, grid: null, owner: null },
  'vehicle': { id: '皖N1', plate: '皖N1', kind: 'patrol', department: null },
  'case': importedCase(),
  'catalogue': defaultCatalogue,
  'calendar': plainCalendarData,
}

function importedCase(): object {
  const { case: row, flow } = CaseStory.after('accept', 'file', 'dispatch', 'answer')
  const { id: _id, no: _no, ver: _ver, catalogueVersion: _version, className: _name, ...rest } = row
  const story = flow.map(({ id: _flowId, caseId: _caseId, n: _n, ...record }) => record)
  return { row: { ...rest, classCode: 'E0110', conditionId: 'E0110-1', department: 'D02', externalId: 'x:1', no: null }, flow: story }
}

/** The rows a hall has one of: a hostile one that gets in is followed by the good one again. */
export const singletons = ['settings', 'catalogue', 'calendar'] as const
export const goodRow = (kind: BulkKind): object => bulkRows[kind]

/** The same act from a seat's ledger and from somebody online. */
function commandsFor(scene: Scene, caseId: string, action: CaseAction): Parts[] {
  const post = lifeCycle[action].moves[0]?.posts[0] ?? 'acceptor'
  const online = {
    ...{ id: randomUUID(), caseId, base: { ver: 4 }, body: usualBody(action), at: Date.now(), person: '1004', post },
    ...{ timeDoubt: false, offline: false, seat: null, s: null },
  }
  const said = scene.seat.say(caseId, action, { base: { ver: 4 }, person: '1004', post })
  return [{ body: { commands: [said] } }, { body: { commands: [online] }, by: 'everyPost' }]
}

/** Good parts by operation; an operation that is not here needs none. */
async function partsByName(scene: Scene): Promise<Partial<Record<keyof typeof endpoints, Parts[]>>> {
  const { hall, seat, cases, spareDevice } = scene
  const { epoch } = hall.platform.hall
  const [caseId = ''] = cases
  const now = hall.clock.now()
  const certificate = (await aCertificate()).cert.replace(/-----[^-]+-----|\s/g, '')
  const list = [{ query: { after: '', limit: 5 } }]
  const head = createHash('sha256').update('x').digest('hex')
  const reports = await Promise.all([seat.report(seat.newCase()), seat.report(seat.newCase())])
  const actions = Object.keys(actArgs) as CaseAction[]
  return {
    enrol: [{ body: { code: 'ABCDE-FGHIJ-KLMNO', name: 'pc-7', seat: '7' } }],
    mintEnrolmentCode: [{ body: { seat: '7', role: 'seat' } }],
    revokeDevice: [{ params: { id: spareDevice }, body: { reason: '报废处理' } }],
    announceDevice: [{ body: { lanUrl: 'https://127.0.0.1:9443/', certificate, relayOrder: 1 } }],
    signingKey: [{ body: { publicKey: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE' } }],
    takeAnchor: [{ body: { generation: 1, s: 1, hash: head, auditN: 1, auditHash: head } }],
    // Of this life it would begin another one, once.
    lostAct: [{ body: { epoch: 'another', id: randomUUID() } }],
    lanes: [{ query: { after: '', limit: 10 } }],
    signIn: [{ body: { person: '9902', secret: '246810', posts: ['acceptor'], shift: null } }],
    setSecret: [{ params: { id: '9901' }, body: { secret: '246810', onlyIfNone: false } }],
    changes: [{ query: { epoch, seq: 0, limit: 20, kinds: 'case,flow' } }],
    changesStream: [{ query: { epoch, seq: 0, kinds: 'case' } }],
    snapshot: [{ query: { schema: 1 } }],
    snapshotBytes: [{ params: { sha256: head } }],
    digests: [{ query: { epoch, seq: 0 } }],
    digestBucket: [{ params: { kind: 'department', bucket: 'all' }, query: { epoch } }],
    commands: [
      ...reports.map((one) => ({ body: { commands: [one] } })),
      ...actions.flatMap((one) => commandsFor(scene, caseId, one)),
    ],
    outcomes: [{ query: { ids: cases.join(',') } }],
    numbers: [{ body: { days: ['20261116', '20261117'], count: 20, after: { '20261116': 0 } } }],
    departmentCases: [{ query: { list: 'answered', search: '垃圾', after: `${String(now)}.${caseId}`, limit: 10 } }],
    case: cases.map((id) => ({ params: { id } })),
    ...{ grids: list, dutyGrids: list, components: list, departments: list, people: list },
    reportPositions: [{ body: { fixes: [{ object: 'inspector:2001', at: now, ...at, headingDeg: 90, speedKmh: 4 }] } }],
    track: [{ query: { object: 'inspector:2001', from: now - 60_000, to: now } }],
    setLife: [{ body: { state: 'paused', speed: 2 } }],
    bulk: BulkKind.options.map((kind) => ({ params: { kind }, body: { rows: [bulkRows[kind]] } })),
    attachment: [{ params: { hash: head }, query: { case: caseId } }],
  }
}

export async function goodRequests(scene: Scene): Promise<GoodRequest[]> {
  const parts = await partsByName(scene)
  return Object.entries<Endpoint>(endpoints).flatMap(([name, { method, path, stream, callers }]) => {
    const isStream = stream === 'application/x-ndjson'
    const all: Parts[] = parts[name as keyof typeof endpoints] ?? [{}]
    const usually = usualCaller(name, callers)
    const common = { name, method, path, isStream }
    return all.map(({ params = {}, query = {}, body, by = usually }) => ({ ...common, params, query, body, by }))
  })
}

function usualCaller(name: string, callers: Endpoint['callers']): CallerName {
  if (callers.length === 0 || name === 'signOut') return 'nobody'
  if (callers.includes('administrator')) return 'administrator'
  return callers.includes('device') ? 'seat' : 'department'
}
