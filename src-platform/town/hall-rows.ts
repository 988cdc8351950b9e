// Settings every generated town begins with.
import type { BasemapSettings, HallSettings } from '#shared/platform-api/rows.ts'
import type { Box, Point } from './plan.ts'

export interface HallFacts {
  readonly hall: string
  readonly name: string
  readonly district: string
  readonly center: Point
  readonly bounds: Box
}

export function hallSettings(facts: HallFacts): HallSettings {
  return {
    ...facts,
    zoneOffsetMinutes: 480,
    shifts: [
      { id: 'day', name: '白班', from: '08:00', to: '20:00' },
      { id: 'night', name: '夜班', from: '20:00', to: '08:00' },
    ],
    offlineHours: 72,
    idleLockMinutes: 5,
  }
}

/** What maps of a generated town say; a real map that is imported takes its place. */
export const GENERATED_ATTRIBUTION = '生成的示例城镇，非真实测绘'

export function basemapSettings(place: string, bounds: Box, features: number, now: number): BasemapSettings {
  return { name: `${place}（生成）`, attribution: GENERATED_ATTRIBUTION, bounds, importedAt: now, features }
}
