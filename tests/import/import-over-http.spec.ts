// The importer against a small platform of its own over real HTTP: it keeps rows by id as the bulk contract says.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from '#shared/kernel/zod.ts'
import { BulkRequest } from '#shared/platform-api/bulk.ts'
import { DepartmentRow } from '#shared/platform-api/rows.ts'
import { runImport } from '#platform/import/run-import.ts'
import { pngTile } from '../builders/picture-tiles.ts'
import { writeMbtiles } from '../builders/tile-archives.ts'
import { aCaseLine, aCaseProfile, caseHeader, twoGrids } from './case-profile.ts'

const TOKEN = 'admin_0123456789abcdef'
const Named = z.looseObject({
  id: z.string().optional(),
  code: z.string().optional(),
  row: z.looseObject({ externalId: z.string() }).optional(),
})

class SmallPlatform {
  readonly rows = new Map<string, string>()
  readonly requests: string[] = []
  /** Requests to answer with 503 before it works. */
  busyFor = 0
  /** Rows it will not take, and kinds of which it takes no request. */
  readonly refuses = new Set<string>()
  readonly #server: Server = createServer((request, response) => {
    void this.#answer(request, response)
  })

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    this.requests.push(`${request.method ?? ''} ${path.split('?')[0] ?? ''}`)
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
    if (path === '/v1/health')
      return reply(200, { product: 'wanmi-platform', ok: true, hall: 'h', epoch: 'e', schema: 1, head: 0, time: 0 })
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return reply(401, { code: 'unauthorised', detail: null })
    if (this.busyFor > 0) {
      this.busyFor -= 1
      return reply(503, { code: 'platform-busy', detail: null })
    }
    if (path.startsWith('/v1/changes')) return reply(200, this.#settings())
    if (path.startsWith('/v1/grids')) return reply(200, { rows: this.#grids(), next: null })
    if (this.refuses.has(path)) return reply(400, { code: 'bad-request', detail: null })
    reply(200, this.#take(path.replace('/v1/bulk/', ''), BulkRequest.parse(JSON.parse(Buffer.concat(chunks).toString())).rows))
  }

  #settings(): object {
    const changes = ['hall', 'basemap'].flatMap((id) => {
      const row = this.rows.get(`settings ${id}`)
      return row === undefined ? [] : [{ seq: 1, kind: 'settings', id, ver: 1, op: 'put', row: JSON.parse(row) as unknown }]
    })
    return { epoch: 'e', schema: 1, from: 0, next: 1, head: 1, more: false, time: 0, changes }
  }

  #grids(): unknown[] {
    return [...this.rows].flatMap(([id, row]) => (id.startsWith('grid ') ? [JSON.parse(row) as unknown] : []))
  }

  #take(kind: string, rows: readonly unknown[]): object {
    const reply = { imported: 0, unchanged: 0, refused: [] as object[] }
    for (const [index, raw] of rows.entries()) {
      const row = Named.parse(raw)
      const id = `${kind} ${kind === 'settings' ? 'basemap' : (row.row?.externalId ?? row.id ?? row.code ?? '')}`
      if (id.endsWith('REFUSE') || this.refuses.has(id)) reply.refused.push({ index, code: 'case-exists', detail: id })
      else if (this.rows.get(id) === JSON.stringify(raw)) reply.unchanged += 1
      else {
        this.rows.set(id, JSON.stringify(raw))
        reply.imported += 1
      }
    }
    return reply
  }
}

let folder = ''
let platform: SmallPlatform
let url = ''
const said: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-import-'))
  platform = new SmallPlatform()
  url = await platform.listen()
  await writeFile(join(folder, 'token'), `${TOKEN}\n`)
  said.length = 0
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    said.push(line)
  })
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    said.push(line)
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

const run = (...argv: string[]): Promise<number> =>
  runImport([...argv, '--platform-url', url, '--token-file', join(folder, 'token')])

/** Line, id and code of each refused row, as listed. */
async function listed(name: string): Promise<string[]> {
  const lines = (await readFile(join(folder, `${name}.refused.csv`), 'utf8')).trim().split('\r\n').slice(1)
  return lines.map((line) => line.split('","').slice(0, 3).join(' '))
}

async function runCases(lines: readonly string[], over: Parameters<typeof aCaseProfile>[0] = {}): Promise<number> {
  await writeFile(join(folder, 'c.csv'), [caseHeader, ...lines].join('\n'))
  await writeFile(join(folder, 'p.json'), JSON.stringify(aCaseProfile(over)))
  await writeFile(join(folder, 'g.geojson'), twoGrids)
  return run(
    'cases',
    join(folder, 'c.csv'),
    '--profile',
    join(folder, 'p.json'),
    '--grids',
    join(folder, 'g.geojson'),
    '--out',
    folder,
  )
}

describe('an import of cases', () => {
  const lines = [
    ...Array.from({ length: 1_200 }, (_, i) => aCaseLine(`2024-${i}`)),
    aCaseLine('2024-x', { created: '' }),
    aCaseLine('2024-REFUSE'),
  ]

  it('brings grids and cases in by batches and lists every refused row, its own and the platform’s', async () => {
    const code = await runCases(lines)

    expect(code).toBe(0)
    expect(said).toContain('1202 rows read, 1200 imported, 0 unchanged, 2 refused')
    expect(platform.requests.filter((line) => line.endsWith('/case'))).toHaveLength(3)
    expect(platform.rows.has('grid 360681001002001')).toBe(true)
    expect(await listed('c.csv')).toEqual([
      '"1202 2024-x field-required',
      '"1203 2024-REFUSE case-exists',
    ])
  })

  it('lists the grids and departments that the platform refuses by their place, also where the import ends there', async () => {
    const newDepartments = ['LD', 'YL'].map((id) => DepartmentRow.parse({ id, name: id, phone: null, duties: [], external: false }))
    platform.refuses.add('grid 360681001002001').add('department YL')
    expect(await runCases([aCaseLine('2024-1')], { newDepartments })).toBe(0)
    expect(await listed('c.csv')).toEqual([
      '"1 grid 360681001002001 case-exists',
      '"1 department YL case-exists',
    ])

    platform.refuses.add('/v1/bulk/department')
    expect(await runCases([aCaseLine('2024-1')], { newDepartments })).toBe(1)

    expect(await listed('c.csv')).toEqual(['"1 grid 360681001002001 case-exists'])
    expect(said.join('\n')).toMatch(/the rows and reasons are in .*c\.csv\.refused\.csv/)
  })

  it('adds nothing the second time', async () => {
    await runCases(lines)

    await runCases(lines)

    expect(said.at(-1)).toBe('1202 rows read, 0 imported, 1200 unchanged, 2 refused')
  })

  it('of a file that turns into another encoding halfway sends nothing of it', async () => {
    const lines = Array.from({ length: 6_000 }, (_, i) => aCaseLine(`2024-${String(i)}`))
    await writeFile(join(folder, 'c.csv'), Buffer.concat([Buffer.from([caseHeader, ...lines, ''].join('\n')), Buffer.from([0xc8, 0xa5, 0xff])]))
    await writeFile(join(folder, 'p.json'), JSON.stringify(aCaseProfile()))

    const code = await run('cases', join(folder, 'c.csv'), '--profile', join(folder, 'p.json'), '--out', folder)

    expect(code).toBe(1)
    expect(said.join('\n')).toMatch(/bad-file[^]*it is not utf-8[^]*behind line \d+; nothing has been sent/)
    expect(platform.rows.size).toBe(0)
  })

  it('ends with the line of a quote that is never closed, in both languages, and is no success', async () => {
    const code = await runCases([...Array.from({ length: 600 }, (_, i) => aCaseLine(`2024-${i}`)), aCaseLine('2024-x', { text: '"12寸管' })])

    expect(code).toBe(1)
    expect(said.join('\n')).toMatch(/bad-file: [^]*从第 602 行开始的记录没有结束[^]*the row that begins on line 602 has no end/)
    expect(platform.rows.has('case old:2024-499')).toBe(true)
  })

  it('waits for a busy platform instead of giving up', async () => {
    platform.busyFor = 1

    expect(await runCases([aCaseLine('2024-1')])).toBe(0)
    expect(platform.rows.has('case old:2024-1')).toBe(true)
  })
})

const pictureId = '14/13517/6669'
const aPicture = { zoom: 14, bounds: [117, 31, 117.02, 31.02], tiles: new Map([[pictureId, pngTile()]]) } as const
const aHall = {
  ...{ hall: 'h', name: '某县', district: '341523', zoneOffsetMinutes: 480, center: [117, 31], shifts: [] },
  ...{ offlineHours: 72, idleLockMinutes: 15 },
}

describe('an import of a base map', () => {
  const tiny = join(import.meta.dirname, 'fixtures/tiny.osm')

  it('brings features, streets, places and the attribution; the second time nothing, not even its date, changes', async () => {
    await run('basemap', tiny, '--name', '贵溪')
    const before = new Map(platform.rows)

    const code = await run('basemap', tiny, '--name', '贵溪')

    expect(code).toBe(0)
    expect(said.at(-1)).toBe('9 rows read, 0 imported, 9 unchanged, 0 refused')
    expect(platform.rows).toEqual(before)
    expect(JSON.parse(before.get('settings basemap') ?? '{}')).toMatchObject({
      name: '贵溪',
      attribution: '© OpenStreetMap contributors, ODbL 1.0',
      features: 6,
    })
  })

  it('beside another map keeps the other’s owner named', async () => {
    platform.rows.set(
      'settings basemap',
      JSON.stringify({ name: 'town', attribution: '本县测绘院', bounds: [0, 0, 1, 1], importedAt: 1, features: 2 }),
    )

    await run('basemap', tiny)

    expect(JSON.parse(platform.rows.get('settings basemap') ?? '{}')).toMatchObject({
      name: 'tiny.osm',
      attribution: '本县测绘院; © OpenStreetMap contributors, ODbL 1.0',
      bounds: [117.19, 28.28, 117.25, 28.32],
    })
  })

  it('of pictures beside a drawn map adds them, with their owner, and takes nothing away', async () => {
    await run('basemap', tiny, '--name', '贵溪')
    writeMbtiles(join(folder, 'p.mbtiles'), aPicture, { format: 'png', attribution: '省测绘院' })

    expect(await run('basemap', join(folder, 'p.mbtiles'))).toBe(0)
    expect(await run('basemap', tiny, '--name', '贵溪')).toBe(0)

    expect(JSON.parse(platform.rows.get(`map-tile ${pictureId}`) ?? '{}')).toMatchObject({ type: 'png' })
    expect(JSON.parse(platform.rows.get('settings basemap') ?? '{}')).toMatchObject({
      name: '贵溪',
      attribution: '© OpenStreetMap contributors, ODbL 1.0; 省测绘院',
      features: 6,
      pictures: { minZoom: 14, maxZoom: 14, tileSize: 256 },
    })
  })

  it('of pictures of another town sends nothing', async () => {
    platform.rows.set('settings hall', JSON.stringify({ ...aHall, bounds: [-71.2, 42.3, -71, 42.4] }))
    writeMbtiles(join(folder, 'p.mbtiles'), aPicture, { format: 'png', attribution: '省测绘院' })

    expect(await run('basemap', join(folder, 'p.mbtiles'))).toBe(1)

    expect(said.join('\n')).toContain('outside-hall')
    expect([...platform.rows.keys()]).toEqual(['settings hall'])
  })

  it('of a source that does not name its owner asks for the attribution', async () => {
    const feature = {
      type: 'Feature',
      properties: { highway: 'primary' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [1, 1],
          [2, 2],
        ],
      },
    }
    await writeFile(join(folder, 'own.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [feature] }))

    expect(await run('basemap', join(folder, 'own.geojson'))).toBe(2)
    expect(said.join('\n')).toContain('--attribution')
    expect(await run('basemap', join(folder, 'own.geojson'), '--attribution', '自有测绘')).toBe(0)
  })
})

describe('an import that cannot begin', () => {
  it('says so with a code and the next step', async () => {
    await writeFile(join(folder, 'token'), 'not_the_administrator')
    expect(await runCases([aCaseLine('2024-1')])).toBe(1)
    expect(said.join('\n')).toContain('unauthorised')

    expect(await runImport(['basemap', 'x.osm', '--data-dir', join(folder, 'none')])).toBe(1)
    expect(said.join('\n')).toContain('no-platform')
    expect(await runImport(['help'])).toBe(0)
    expect(await runImport(['basemap', 'x.osm', '--dry-run'])).toBe(1)
    expect(said.at(-1)).toContain('no such file')
  })
})

describe('an import of components', () => {
  const profile = {
    format: 'wanmi-component-import/1',
    name: 'lamps',
    key: '{id}',
    code: { district: '360681' },
    class: { from: '', map: {}, otherwise: 'C0137' },
    componentName: '路灯 {id}',
    newDepartments: [{ id: 'LD', name: '路灯所', phone: null, duties: [{ classes: 'C0137', grids: '' }], external: false }],
    rules: { outsideGrids: 'keep', sameKey: 'refuse' },
  }
  const gridProfile = { format: 'wanmi-grid-import/1', name: 'zones', grids: { code: '360681001{no:3}001', areaGrade: 'A' } }

  async function runComponents(...more: string[]): Promise<number> {
    const [csv, json] = [join(folder, 'lamps.csv'), join(folder, 'lamps.json')]
    await writeFile(csv, ['id,lng,lat', 'a,117.5,28.5', 'b,10,10', 'c,x,28.5'].join('\n'))
    await writeFile(json, JSON.stringify({ ...profile, grids: gridProfile.grids }))
    return run('components', csv, '--profile', json, '--out', folder, ...more)
  }

  it('keeps the code of each thing in the next export, where a new one stands before it and has its serial', async () => {
    const json = join(folder, 'lamps.json')
    await writeFile(json, JSON.stringify({ ...profile, code: { district: '360681', serials: [1, 4] } }))
    const importLamps = async (file: string, ...ids: string[]): Promise<unknown[]> => {
      await writeFile(join(folder, file), ['id,lng,lat', ...ids.map((id) => `${id},117.5,28.5`)].join('\n'))
      expect(await run('components', join(folder, file), '--profile', json, '--out', folder)).toBe(0)
      return [...platform.rows].filter(([id]) => id.startsWith('component ')).map(([id, row]) => [id, (JSON.parse(row) as { name: string }).name])
    }

    const first = await importLamps('2024.csv', 'm')
    const second = await importLamps('2025.csv', 'a', 'b', 'm')

    expect(second).toEqual(expect.arrayContaining(first))
    expect(second).toHaveLength(3)
    expect(said).toContainEqual(expect.stringMatching(/^codes: 1 as before, 2 new; keep .*lamps\.codes\.json for the next import$/))
    await writeFile(join(folder, 'lamps.codes.json'), '[["m",')
    expect(await run('components', join(folder, '2025.csv'), '--profile', json, '--out', folder)).toBe(1)
    expect(said.join('\n')).toMatch(/bad-file[^]*lamps\.codes\.json: not JSON/)
  })

  it('lists the grids of its own that the platform refuses', async () => {
    await writeFile(join(folder, 'g.geojson'), twoGrids)
    platform.refuses.add('grid 360681001002001')

    expect(await runComponents('--grids', join(folder, 'g.geojson'))).toBe(0)

    expect(await listed('lamps.csv')).toEqual(['"1 grid 360681001002001 case-exists', '"4  bad-coordinate'])
    expect(said).toContain('3 rows read, 2 imported, 0 unchanged, 1 refused')
  })

  it('finds the unit grid of each among the grids the hall has, and adds nothing the second time', async () => {
    const [zones, json] = [join(folder, 'g.geojson'), join(folder, 'g.json')]
    await writeFile(zones, twoGrids)
    await writeFile(json, JSON.stringify(gridProfile))

    expect(await run('grids', zones, '--profile', json, '--out', folder)).toBe(0)
    expect(await runComponents()).toBe(0)
    const first = new Map(platform.rows)
    expect(await runComponents()).toBe(0)

    const lamps = [...first].flatMap(([id, row]) =>
      id.startsWith('component ') ? [JSON.parse(row) as { name: string; grid: unknown }] : [],
    )
    expect(lamps.map(({ name, grid }) => [name, grid])).toEqual([
      ['路灯 a', '360681001001001'],
      ['路灯 b', null],
    ])
    expect(said).toContain('3 rows read, 2 imported, 0 unchanged, 1 refused')
    expect(said).toContain('3 rows read, 0 imported, 2 unchanged, 1 refused')
    expect(said).toContain('kept, though in no unit grid: 1')
    expect(platform.rows).toEqual(first)
    expect(platform.rows.has('department LD')).toBe(true)
    expect(await readFile(join(folder, 'lamps.csv.refused.csv'), 'utf8')).toContain('bad-coordinate')
  })
})
