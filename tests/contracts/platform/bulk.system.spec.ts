import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { BulkReply } from '#shared/platform-api/bulk.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'

let hall: PlatformUnderTest

beforeAll(async () => {
  hall = await startPlatform()
})
afterAll(() => hall.stop())

const bulk = (kind: string, rows: unknown[]) => hall.admin.post<BulkReply>(`/v1/bulk/${kind}`, { rows })
const head = async (): Promise<number> =>
  (await hall.admin.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=0&limit=1`)).body.head
const place = (id: string, name = '贵溪站') => ({ id, name, otherNames: [], kind: 'station', address: '', lng: 117.2, lat: 28.3 })

/** A closed case as an importer sends it. */
function importedCase(externalId: string, over: object = {}): object {
  const { case: row, flow } = CaseStory.after('accept', 'file', 'dispatch', 'answer')
  const { id: _id, no: _no, ver: _ver, catalogueVersion: _version, className: _name, ...rest } = row
  return {
    row: { ...rest, classCode: 'E0110', conditionId: 'E0110-1', department: 'D02', externalId, no: null, ...over },
    flow: flow.map(({ id: _flowId, caseId: _caseId, n: _n, ...record }) => record),
  }
}

describe('bringing rows in', () => {
  it('adds them once: a second time nothing changes and the feed stays where it is', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => place(`osm:node/${i}`))

    const first = await bulk('place', rows)
    const stood = await head()
    const second = await bulk('place', rows)

    expect(first.body).toEqual({ imported: 300, unchanged: 0, refused: [] })
    expect(second.body).toEqual({ imported: 0, unchanged: 300, refused: [] })
    expect(await head()).toBe(stood)
  })

  it('takes what is good and names what is not, by place in the request', async () => {
    const rows = [
      place('p1'),
      { ...place('p2'), lng: 'east' },
      place('p1', '别名'),
      'row',
      { ...place('p3'), name: 'a\0b' },
      place('p4', '🏯'),
      { ...place('p5'), name: 'x'.repeat(121) },
    ]

    const { body } = await bulk('place', rows)

    expect(body.imported).toBe(2)
    expect(body.refused.map(({ index, code }) => [index, code])).toEqual([1, 2, 3, 4, 6].map((index) => [index, 'bad-request']))
    expect(body.refused[0]!.detail).toMatch(/^lng/)
  })

  it('changes what has changed and raises its version', async () => {
    await bulk('place', [place('v1')])
    const stood = await head()
    await bulk('place', [place('v1', '贵溪北站')])

    const { body } = await hall.admin.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=${stood}`)

    expect(body.changes).toMatchObject([{ id: 'v1', ver: 2, row: { name: '贵溪北站' } }])
  })

  it('keeps the two settings rows apart', async () => {
    const basemap = {
      id: 'basemap',
      name: '贵溪',
      attribution: '© OpenStreetMap contributors',
      bounds: [117, 28, 118, 29],
      importedAt: 0,
      features: 3,
    }

    expect((await bulk('settings', [basemap])).body.imported).toBe(1)
    expect((await hall.admin.get<{ rows: unknown[] }>('/v1/grids')).body.rows.length).toBe(100)
    expect((await bulk('settings', [{ hall: 'main' }])).body.refused.length).toBe(1)
  })

  it('refuses what is no import', async () => {
    expect((await bulk('nonsense', [{}])).status).toBe(400)
    expect((await bulk('place', [])).status).toBe(400)
    expect((await bulk('place', Array(1_001).fill(place('x')))).status).toBe(400)
    expect((await hall.admin.post('/v1/bulk/place', { rows: [{ name: 'x'.repeat(9 * 1024 * 1024) }] })).status).toBe(413)
  })

  it('lets several importers work at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 6 }, () =>
        bulk(
          'place',
          Array.from({ length: 200 }, (_, i) => place(`same/${i}`)),
        ),
      ),
    )

    expect(replies.reduce((sum, { body }) => sum + body.imported, 0)).toBe(200)
  })
})

describe('bringing cases in', () => {
  it('gives them ids and numbers that stay the same, so that a second run adds nothing', async () => {
    const cases = Array.from({ length: 20 }, (_, i) => importedCase(`la:${i}`))

    const first = await bulk('case', cases)
    const second = await bulk('case', cases)

    expect(first.body).toEqual({ imported: 20, unchanged: 0, refused: [] })
    expect(second.body).toEqual({ imported: 0, unchanged: 20, refused: [] })
    const { changes } = (
      await hall.admin.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=0&kinds=case&limit=1000`)
    ).body
    const row = changes.find((change) => change.row!['externalId'] === 'la:7')!.row as unknown as CaseRow
    expect(row).toMatchObject({ className: '暴露(生活)垃圾', state: 'answered', ver: 1 })
    expect((await hall.admin.get<{ flow: unknown[] }>(`/v1/cases/${row.id}`)).body.flow.length).toBe(5)
  })

  it('keeps a foreign number but never one that could be leased here', async () => {
    await bulk('case', [importedCase('n:1', { no: 'LA-1234567' }), importedCase('n:2', { no: '3415232026112200001' })])

    const { changes } = (
      await hall.admin.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=0&kinds=case&limit=1000`)
    ).body
    const numbers = new Map(changes.map(({ row }) => [row!['externalId'], row!['no']]))
    expect(numbers.get('n:1')).toBe('LA-1234567')
    expect(numbers.get('n:2')).toMatch(/^I-[0-9a-f]{16}$/)
  })

  it('refuses a class the catalogue does not know and a number somebody else has', async () => {
    await bulk('case', [importedCase('d:1', { no: 'LA-9' })])

    const { body } = await bulk('case', [
      importedCase('d:2', { no: 'LA-9' }),
      importedCase('d:3', { classCode: 'X0101' }),
      importedCase(''),
    ])

    expect(body.refused.map(({ index, code }) => [index, code]).sort()).toEqual([
      [0, 'case-exists'],
      [1, 'unknown-class'],
      [2, 'bad-request'],
    ])
  })

  /** The id of a case by its foreign one. */
  async function idOf(externalId: string): Promise<string> {
    const { epoch } = hall.platform.hall
    const { body } = await hall.admin.get<ChangesPage>(`/v1/changes?epoch=${epoch}&seq=0&kinds=case&limit=1000`)
    return body.changes.find((change) => change.row!['externalId'] === externalId)!.id
  }

  it('does not undo what has been done to a case here since', async () => {
    await bulk('case', [importedCase('w:1')])
    const id = await idOf('w:1')
    const seat = await hall.enrol('1')
    const [done] = await seat.settle(seat.say(id, 'send-check', { base: { ver: 1 }, args: { inspector: '2001' as never } }))

    const again = await bulk('case', [importedCase('w:1')])

    expect(done).toMatchObject({ result: 'accepted', ver: 2 })
    expect(again.body).toEqual({ imported: 0, unchanged: 1, refused: [] })
    expect((await hall.admin.get<{ row: CaseRow }>(`/v1/cases/${id}`)).body.row.state).toBe('checking')
  })

  it('keeps what was said beside its flow, and takes the other system at its word about a case nobody has touched', async () => {
    const [before, after] = ['一处', '两处'].map((description) => ['s:1', 's:2'].map((id) => importedCase(id, { description })))
    await bulk('case', before!)
    const [id, untouched] = [await idOf('s:1'), await idOf('s:2')]
    const seat = await hall.enrol('2')
    const done = await seat.settle(seat.say(id, 'supervise'), seat.say(id, 'note'))

    const again = await bulk('case', after!)

    expect(done).toMatchObject([{ result: 'accepted', ver: 1 }, { result: 'accepted', ver: 1 }])
    expect(again.body).toEqual({ imported: 1, unchanged: 1, refused: [] })
    const read = async (one: string) => (await hall.admin.get<{ row: CaseRow }>(`/v1/cases/${one}`)).body.row
    expect(await read(id)).toMatchObject({ description: '一处', supervised: 1 })
    expect(await read(untouched)).toMatchObject({ description: '两处', supervised: 0 })
  })
})
