// A wall's conductor over the parts of a hall it uses: its clock, a store of settings, signals.
import { readDisplays } from '#shared/contracts/displays.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { usualLayers } from '#shared/domain/wall/index.ts'
import type { Rotation, SpanScene, TilesScene } from '#shared/domain/wall/index.ts'
import type { Hall } from '#main/features/hall/index.ts'
import { Conductor } from '#main/features/wall/index.ts'

export const four = readDisplays('1920x1080+0+0,1920x1080+1920+0,1920x1080+0+1080,1920x1080+1920+1080') ?? []
const bounds: Bbox = [116.9, 31.4, 117, 31.5]
const window = { width: 1920, height: 1080, scale: 1 }
export const place = {
  lng: 116.95,
  lat: 31.45,
  caseId: null,
  title: '供水管道破裂 周瑜大道12号',
  visitorTitle: '供水管道破裂 周瑜大道',
  seconds: 60,
  from: null,
}
const open: Conductor[] = []

export const panel = { kind: 'ticker', column: 0, row: 0, columns: 12, rows: 12 } as const
export const ownScene = (name: string): TilesScene => ({ kind: 'tiles', id: 'new', name, pages: [[panel]] })
export const stops: SpanScene['stops'] = [
  { name: '周瑜大道12号', lng: 116.94, lat: 31.45, zoom: 15, seconds: 20 },
  { name: '县医院', lng: 116.96, lat: 31.46, zoom: 15, seconds: 20 },
]
export const aTour = (): SpanScene => ({ kind: 'span', id: 'new', name: '巡看', layers: { ...usualLayers, history: true }, stops })
export const turns = (...each: [scene: string, seconds: number][]): Rotation => ({
  isOn: true,
  turns: each.map(([scene, seconds]) => ({ scene, seconds })),
})

/**
 * A conductor, its clock, what it has kept and which windows it asked for; `view`: what the window of a monitor is told;
 * `disk.isSpent`: nothing is written any more.
 */
export async function aWall(kept = new Map<string, string>(), displays = four) {
  const clock = { ms: 100_000, now: Date.parse('2026-11-20T12:00:00+08:00') }
  const lost: string[] = []
  const failures: string[] = []
  const disk = { isSpent: false, isCacheLost: false }
  const ledger = {
    getMeta: (key: string) => Promise.resolve(kept.get(key) ?? null),
    setMeta: (key: string, value: string) =>
      disk.isSpent ? Promise.reject(new Error('disk full')) : Promise.resolve(void kept.set(key, value)),
  }
  const hall = {
    db: {
      ledger,
      cache: {
        hallSettings: () =>
          disk.isCacheLost ? Promise.reject(new Error('no such table')) : Promise.resolve({ zoneOffsetMinutes: 480, bounds }),
        basemapSettings: () => Promise.resolve(null),
      },
    },
    time: { now: () => clock.now },
    clock: { monotonicMs: () => clock.ms, now: () => 0 },
    signals: { raise: () => undefined },
  } as unknown as Hall
  const conductor = await Conductor.open(hall, {
    lost: (pane, why) => lost.push(`${pane} ${why}`),
    failed: (where, error) => failures.push(`${where}: ${String(error)}`),
  })
  open.push(conductor)
  conductor.setDisplays({ displays, fittings: { bezelMm: 30, pitchMm: 1.25, distanceM: 8 } })
  const parts = { hall, conductor, clock, lost, failures, disk, kept }
  return { ...parts, view: (pane: string | null) => conductor.view(pane, window, bounds) }
}

export function endWalls(): void {
  for (const conductor of open.splice(0)) conductor.stop()
}
