import type { HallSettings } from '#shared/platform-api/rows.ts'

/** What a hall shares, as one of before there was anything optional. */
export const hallSettings: HallSettings = {
  ...{ hall: 'main', name: '舒城县', district: '341523', zoneOffsetMinutes: 480 },
  ...{ center: [116.95, 31.46], bounds: [116.9, 31.4, 117, 31.5] },
  ...{ shifts: [], offlineHours: 72, idleLockMinutes: 5 },
}
